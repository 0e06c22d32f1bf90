using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Closes the minutes of a meeting: from then on certificates can be issued on its decisions, and they change only by
/// another meeting.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record SealMinutes(Guid MeetingId) : ICommand<MeetingView>;

sealed class SealMinutesHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<SealMinutes, Result<MeetingView>>
{
    public async Task<Result<MeetingView>> Handle(SealMinutes request, CancellationToken cancellationToken)
    {
        var key = new { Id = request.MeetingId };
        var meeting = await db.FindAsync<MeetingView>(GetBoardMeetingHandler.ById, key, cancellationToken);
        if (meeting is null)
            return Refusal.NotFound("board_meeting", request.MeetingId);
        if (meeting.Decisions == 0)
            return AssessmentErrors.NothingDecided;
        if (await db.ExecuteAsync(Seal, new { meeting.Id, Now = time.GetUtcNow() }, cancellationToken) == 0)
            return AssessmentErrors.MeetingSealed;

        audit.Record("board.sealed", meeting.Id, new { meeting.MinutesNumber, meeting.Decisions });
        return (await db.FindAsync<MeetingView>(GetBoardMeetingHandler.ById, key, cancellationToken))!;
    }

    internal static readonly Sql Seal = new(
        "UPDATE BoardMeetings SET SealedAt = @Now, Version = Version + 1 WHERE Id = @Id AND SealedAt IS NULL"
    );
}
