using Enrollment.Data;

namespace Enrollment.Cohorts.Sessions;

/// <summary>A session of a cohort.</summary>
public sealed record SessionView
{
    public Guid Id { get; init; }
    public Guid CohortId { get; init; }
    public string Title { get; init; } = "";
    public DateOnly HeldOn { get; init; }

    /// <summary>As the clock shows it in the zone.</summary>
    public TimeOnly StartTime { get; init; }
    public TimeOnly EndTime { get; init; }

    /// <summary>IANA name of the cohort's zone when the times were entered.</summary>
    public string TimeZone { get; init; } = "";
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
    public string? Place { get; init; }
    public string? Instructor { get; init; }
    public int GraceMinutes { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public string? CancelReason { get; init; }

    /// <summary>When attendance was first recorded: from then on the session can't be deleted or moved to another day.</summary>
    public DateTimeOffset? AttendedAt { get; init; }
    public int Version { get; init; }

    internal static Task<SessionView?> FindAsync(Db db, Guid id, CancellationToken token) =>
        db.FindAsync<SessionView>(ById, new { Id = id }, token);

    internal static readonly Sql ById = new(
        """
        SELECT Id, CohortId, Title, HeldOn, StartTime, EndTime, TimeZone, StartsAt, EndsAt, Place, Instructor,
               GraceMinutes, CancelledAt, CancelReason, AttendedAt, Version
        FROM CohortSessions
        WHERE Id = @Id
        """
    );
}
