using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Enrollments.Attendance;

/// <summary>The code that the trainees at a session check in by, for the instructor's screen.</summary>
[Requires(Permission.EnterMarks)]
public sealed record GetCheckInCode(Guid SessionId) : IQuery<CheckInCodeView>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfSession(SessionId);
}

/// <summary>
/// <paramref name="ExpiresAt"/> is when the screen should show the next one; for 30 seconds more this one is still taken.
/// </summary>
public sealed record CheckInCodeView(string Code, DateTimeOffset ExpiresAt);

sealed class GetCheckInCodeHandler(Db db, TimeProvider time, ICheckInKeys keys)
    : IRequestHandler<GetCheckInCode, Result<CheckInCodeView>>
{
    public async Task<Result<CheckInCodeView>> Handle(GetCheckInCode request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = await SessionView.FindAsync(db, request.SessionId, cancellationToken);
        if (session is null)
            return Refusal.NotFound("session", request.SessionId);
        if (CheckInRules.Problem(session, now) is { } problem)
            return problem;

        var step = CheckInCode.StepOf(now);
        return new CheckInCodeView(CheckInCode.Of(keys.KeyOf(session.Id), session.Id, step), CheckInCode.EndOf(step));
    }
}
