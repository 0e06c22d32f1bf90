using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Enrollments.Attendance;

/// <summary>
/// Marks the caller, a trainee, present or late by the code on the instructor's screen. Where something was recorded
/// already, by a check-in or by an instructor, it stays and is answered.
/// </summary>
[Requires(Permission.CheckIn)]
public sealed record CheckIn(Guid SessionId, string Code) : ICommand<CheckedIn>;

/// <summary>What is recorded of the trainee; <paramref name="Already"/>: it was before, and nothing changed.</summary>
public sealed record CheckedIn(
    Guid EnrollmentId,
    AttendanceState State,
    int? MinutesLate,
    DateTimeOffset RecordedAt,
    bool Already
);

sealed class CheckInValidator : AbstractValidator<CheckIn>
{
    public CheckInValidator() => RuleFor(c => c.Code).NotEmpty().MaximumLength(40);
}

sealed class CheckInHandler(
    Db db,
    AuditTrail audit,
    Ids ids,
    TimeProvider time,
    RequestContext context,
    ICheckInKeys keys
) : IRequestHandler<CheckIn, Result<CheckedIn>>
{
    public async Task<Result<CheckedIn>> Handle(CheckIn request, CancellationToken cancellationToken)
    {
        if (context.Caller.PersonId is not { } personId)
            return AttendanceErrors.NotATrainee;

        var now = time.GetUtcNow();
        var session = await SessionView.FindAsync(db, request.SessionId, cancellationToken);
        if (session is null)
            return Refusal.NotFound("session", request.SessionId);
        if (CheckInRules.Problem(session, now) is { } problem)
            return problem;
        if (!CheckInCode.Matches(keys.KeyOf(session.Id), session.Id, request.Code, now))
            return AttendanceErrors.WrongCode;

        var own = new
        {
            PersonId = personId,
            session.CohortId,
            session.HeldOn,
        };
        if (await db.FindAsync<Guid?>(Enrolled, own, cancellationToken) is not { } enrollmentId)
            return AttendanceErrors.NotEnrolledHere;

        var place = new { SessionId = session.Id, EnrollmentId = enrollmentId };
        if (await db.FindAsync<AttendanceRow>(Existing, place, cancellationToken) is { } there)
            return new CheckedIn(enrollmentId, there.State, there.MinutesLate, there.RecordedAt, true);

        var (state, minutesLate) = CheckInRules.Arrival(session, now);
        var entry = new AttendanceEntry
        {
            EnrollmentId = enrollmentId,
            State = state,
            MinutesLate = minutesLate,
        };
        // Where the same trainee checks in twice at once, the row is there when this one writes it: the constraint makes
        // the unit of work run again, and then it is found.
        var book = new AttendanceBook(db, session, context.Caller.Id, ids, now);
        await book.AddAsync(entry, AttendanceSource.CheckIn, cancellationToken);
        audit.Record("attendance.checked-in", enrollmentId, new { SessionId = session.Id, State = state });
        return new CheckedIn(enrollmentId, state, minutesLate, now, false);
    }

    internal static readonly Sql Enrolled = new(
        """
        SELECT Id
        FROM Enrollments
        WHERE PersonId = @PersonId AND CohortId = @CohortId AND State <> 'Cancelled' AND EnrolledOn <= @HeldOn
          AND (EndedOn IS NULL OR EndedOn >= @HeldOn)
        """
    );

    internal static readonly Sql Existing = new(
        """
        SELECT EnrollmentId, State, MinutesLate, Note, RecordedBy, RecordedAt, Version
        FROM Attendance
        WHERE SessionId = @SessionId AND EnrollmentId = @EnrollmentId
        """
    );
}
