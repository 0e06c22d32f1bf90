using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Takes away a meeting that was entered by mistake: one that has decided nothing and isn't sealed. Its minutes number is
/// free again. Answers what it was.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record RemoveBoardMeeting(Guid Id, int Version) : ICommand<MeetingDetails>;

sealed class RemoveBoardMeetingHandler(Db db, AuditTrail audit)
    : IRequestHandler<RemoveBoardMeeting, Result<MeetingDetails>>
{
    public async Task<Result<MeetingDetails>> Handle(RemoveBoardMeeting request, CancellationToken cancellationToken)
    {
        var meeting = await GetBoardMeetingHandler.DetailsAsync(db, request.Id, cancellationToken);
        if (meeting is null)
            return Refusal.NotFound("board_meeting", request.Id);
        if (meeting.SealedAt is not null)
            return AssessmentErrors.MeetingSealed;
        if (meeting.Version != request.Version)
            return Refusal.Stale("board_meeting");
        if (await db.FindAsync<int>(CountFollowed, request, cancellationToken) > 0)
            return AssessmentErrors.MeetingHasDecisions;

        // First, since every decision counts the version on: none is entered meanwhile.
        await db.ChangeAsync(SetBoardCohortsHandler.Touch, request, "board_meeting", cancellationToken);
        await db.ExecuteAsync(UpdateBoardMeetingHandler.DeleteAttendees, request, cancellationToken);
        await db.ExecuteAsync(SetBoardCohortsHandler.Delete, request, cancellationToken);
        await db.ExecuteAsync(Delete, request, cancellationToken);
        audit.Record("board.removed", request.Id, meeting);
        return meeting;
    }

    internal static readonly Sql CountFollowed = new(
        """
        SELECT
            (SELECT COUNT(*) FROM BoardDecisions d WHERE d.MeetingId = @Id)
            + (SELECT COUNT(*) FROM CertificateReviews r WHERE r.MeetingId = @Id)
        """
    );

    internal static readonly Sql Delete = new("DELETE FROM BoardMeetings WHERE Id = @Id AND SealedAt IS NULL");
}
