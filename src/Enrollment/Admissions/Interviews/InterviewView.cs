using Enrollment.Admissions.Selection;
using Enrollment.Data;

namespace Enrollment.Admissions.Interviews;

public enum BookingState
{
    Booked,

    /// <summary>By the applicant, or for them.</summary>
    Cancelled,

    /// <summary>By the program: the time was cancelled, or the application left the interviews.</summary>
    Freed,
}

/// <summary>The interview of an application.</summary>
public sealed record InterviewView
{
    /// <summary>Stays the same however often the interview is moved.</summary>
    public Guid Id { get; init; }
    public Guid ApplicationId { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public BookingState State { get; init; }

    /// <summary>Why it was cancelled or freed.</summary>
    public string? Reason { get; init; }
    public Guid SlotId { get; init; }
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>The first instant at which the applicant can't move or cancel it any more.</summary>
    public DateTimeOffset ChangeUntil { get; init; }

    /// <summary>IANA name of the zone that people there go by.</summary>
    public string TimeZone { get; init; } = "";
    public string? Place { get; init; }
    public string? Link { get; init; }
    public string Interviewer { get; init; } = "";
    public string CourseTitle { get; init; } = "";
    public string CenterName { get; init; } = "";

    /// <summary>1 for the first booking, counted on with each change.</summary>
    public int Version { get; init; }

    internal Guid CohortId { get; init; }

    /// <summary>With a number instead of the person, and without the words that may name them.</summary>
    internal InterviewView Hidden() =>
        this with
        {
            PersonId = Guid.Empty,
            PersonName = Pseudonym.Of(ApplicationId),
            Reason = null,
        };

    internal static Task<InterviewView?> FindAsync(Db db, Guid applicationId, CancellationToken token) =>
        db.FindAsync<InterviewView>(OfApplication, new { ApplicationId = applicationId }, token);

    internal static readonly Sql OfApplication = new(
        """
        SELECT b.Id, b.ApplicationId, a.PersonId, n.FullName AS PersonName, b.State, b.Reason, b.SlotId, s.CohortId,
               s.StartsAt, s.EndsAt, s.ChangeUntil, s.TimeZone, s.Place, s.Link, s.Interviewer, v.Title AS CourseTitle,
               c.Name AS CenterName, b.Version
        FROM InterviewBookings b
        JOIN InterviewSlots s ON s.Id = b.SlotId
        JOIN Applications a ON a.Id = b.ApplicationId
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        JOIN Cohorts h ON h.Id = s.CohortId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN Centers c ON c.Id = h.CenterId
        WHERE b.ApplicationId = @ApplicationId
        """
    );
}
