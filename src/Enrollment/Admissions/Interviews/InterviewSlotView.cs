using Enrollment.Accounts;
using Enrollment.Data;

namespace Enrollment.Admissions.Interviews;

/// <summary>A time at which applicants of a cohort are interviewed.</summary>
public sealed record InterviewSlotView
{
    public Guid Id { get; init; }
    public Guid CohortId { get; init; }
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>The first instant at which an applicant can't book, move or cancel any more.</summary>
    public DateTimeOffset ChangeUntil { get; init; }

    /// <summary>IANA name of the zone that people there go by.</summary>
    public string TimeZone { get; init; } = "";
    public string? Place { get; init; }

    /// <summary>Where it takes place on the net; an applicant reads it on the own booking.</summary>
    public string? Link { get; init; }
    public string Interviewer { get; init; } = "";
    public int Capacity { get; init; }
    public int Booked { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public string? CancelReason { get; init; }
    public int Version { get; init; }

    internal InterviewSlotView For(Caller caller) => caller.Role == Role.Student ? this with { Link = null } : this;

    internal static Task<InterviewSlotView?> FindAsync(Db db, Guid id, CancellationToken token) =>
        db.FindAsync<InterviewSlotView>(ById, new { Id = id }, token);

    internal static readonly Sql ById = new(
        """
        SELECT Id, CohortId, StartsAt, EndsAt, ChangeUntil, TimeZone, Place, Link, Interviewer, Capacity, Booked,
               CancelledAt, CancelReason, Version
        FROM InterviewSlots
        WHERE Id = @Id
        """
    );
}
