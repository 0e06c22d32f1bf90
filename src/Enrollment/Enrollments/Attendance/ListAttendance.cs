using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Enrollments.Attendance;

/// <summary>Every trainee of a session's cohort, in the order of enrollment, with what was recorded.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListAttendance(Guid SessionId, Guid? After, int Size)
    : IQuery<Page<TraineeAttendance>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfSession(SessionId);
}

/// <summary>What was recorded of a trainee at a session.</summary>
public sealed record TraineeAttendance
{
    public Guid EnrollmentId { get; init; }
    public string PersonName { get; init; } = "";

    /// <summary>Whether the enrollment covers the session's day; only then attendance can be recorded.</summary>
    public bool Enrolled { get; init; }

    /// <summary>Null: nothing was recorded, which is no absence.</summary>
    public AttendanceState? State { get; init; }
    public int? MinutesLate { get; init; }
    public string? Note { get; init; }
    public AttendanceSource? Source { get; init; }
    public string? RecordedBy { get; init; }
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>To be sent with a change; 0 where nothing was recorded.</summary>
    public int Version { get; init; }
}

sealed class ListAttendanceHandler(Db db) : IRequestHandler<ListAttendance, Result<Page<TraineeAttendance>>>
{
    public async Task<Result<Page<TraineeAttendance>>> Handle(
        ListAttendance request,
        CancellationToken cancellationToken
    )
    {
        var session = await SessionView.FindAsync(db, request.SessionId, cancellationToken);
        if (session is null)
            return Refusal.NotFound("session", request.SessionId);

        var from = new
        {
            request.SessionId,
            session.CohortId,
            session.HeldOn,
            After = request.After ?? Guid.Empty,
        };
        return await db.PageAsync<TraineeAttendance>(
            OfSession,
            from,
            request.Size,
            row => row.EnrollmentId,
            cancellationToken
        );
    }

    internal static readonly Sql OfSession = new(
        """
        SELECT e.Id AS EnrollmentId, n.FullName AS PersonName,
               CASE WHEN e.State <> 'Cancelled' AND e.EnrolledOn <= @HeldOn
                         AND (e.EndedOn IS NULL OR e.EndedOn >= @HeldOn) THEN 1 ELSE 0 END AS Enrolled,
               a.State, a.MinutesLate, a.Note, a.Source, a.RecordedBy, a.RecordedAt, COALESCE(a.Version, 0) AS Version
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN Attendance a ON a.SessionId = @SessionId AND a.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId AND e.Id > @After
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };
}
