using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Enrollments.Attendance;

/// <summary>What changed of a session's attendance after it was recorded, in the order in which it did.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListAttendanceChanges(Guid SessionId, Guid? After, int Size)
    : IQuery<Page<AttendanceChange>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfSession(SessionId);
}

/// <summary>One change: what stood there, recorded by whom and when, and what took its place.</summary>
public sealed record AttendanceChange
{
    public Guid Id { get; init; }
    public Guid EnrollmentId { get; init; }
    public AttendanceState OldState { get; init; }
    public int? OldMinutesLate { get; init; }
    public string? OldNote { get; init; }
    public string OldRecordedBy { get; init; } = "";
    public DateTimeOffset OldRecordedAt { get; init; }
    public AttendanceState NewState { get; init; }
    public int? NewMinutesLate { get; init; }
    public string? NewNote { get; init; }

    /// <summary>Null where only the note changed.</summary>
    public string? Reason { get; init; }
    public string ChangedBy { get; init; } = "";
    public DateTimeOffset ChangedAt { get; init; }
}

sealed class ListAttendanceChangesHandler(Db db)
    : IRequestHandler<ListAttendanceChanges, Result<Page<AttendanceChange>>>
{
    public async Task<Result<Page<AttendanceChange>>> Handle(
        ListAttendanceChanges request,
        CancellationToken cancellationToken
    )
    {
        if (await SessionView.FindAsync(db, request.SessionId, cancellationToken) is null)
            return Refusal.NotFound("session", request.SessionId);

        return await db.PageAsync<AttendanceChange>(
            OfSession,
            new { request.SessionId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
    }

    internal static readonly Sql OfSession = new(
        """
        SELECT Id, EnrollmentId, OldState, OldMinutesLate, OldNote, OldRecordedBy, OldRecordedAt, NewState,
               NewMinutesLate, NewNote, Reason, ChangedBy, ChangedAt
        FROM AttendanceChanges
        WHERE SessionId = @SessionId AND Id > @After
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
