using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Enrollments.Attendance;

/// <summary>A trainee's attendance, for staff and the trainee.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetEnrollmentAttendance(Guid EnrollmentId) : IQuery<EnrollmentAttendance>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

public sealed record EnrollmentAttendance(Guid EnrollmentId, AttendanceShare Share, IReadOnlyList<OwnSession> Sessions);

/// <summary>A session within the enrollment's days, past or to come, in the order of time.</summary>
public sealed record OwnSession
{
    public Guid SessionId { get; init; }
    public string Title { get; init; } = "";
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
    public string TimeZone { get; init; } = "";

    /// <summary>A cancelled session counts for nobody.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Null: nothing was recorded.</summary>
    public AttendanceState? State { get; init; }
    public int? MinutesLate { get; init; }
}

sealed class GetEnrollmentAttendanceHandler(Db db, TimeProvider time, RequestContext context)
    : IRequestHandler<GetEnrollmentAttendance, Result<EnrollmentAttendance>>
{
    public async Task<Result<EnrollmentAttendance>> Handle(
        GetEnrollmentAttendance request,
        CancellationToken cancellationToken
    )
    {
        var key = new { Id = request.EnrollmentId };
        var enrollment = await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, key, cancellationToken);
        if (enrollment is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(enrollment.PersonId))
            return AccountErrors.NotYours;

        var share = await AttendanceShares.OfEnrollmentAsync(
            db,
            enrollment.CohortId,
            enrollment.Id,
            time.GetUtcNow(),
            cancellationToken
        );
        var sessions = await db.QueryAsync<OwnSession>(Sessions, key, cancellationToken);
        return new EnrollmentAttendance(enrollment.Id, share, sessions);
    }

    internal static readonly Sql Sessions = new(
        """
        SELECT s.Id AS SessionId, s.Title, s.StartsAt, s.EndsAt, s.TimeZone,
               CASE WHEN s.CancelledAt IS NULL THEN 0 ELSE 1 END AS Cancelled, a.State, a.MinutesLate
        FROM Enrollments e
        JOIN CohortSessions s
            ON s.CohortId = e.CohortId AND s.HeldOn >= e.EnrolledOn AND (e.EndedOn IS NULL OR s.HeldOn <= e.EndedOn)
        LEFT JOIN Attendance a ON a.SessionId = s.Id AND a.EnrollmentId = e.Id
        WHERE e.Id = @Id AND e.State <> 'Cancelled'
        ORDER BY s.StartsAt, s.Id
        """
    );
}
