using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Closes the minutes of a meeting: from then on certificates can be issued on its decisions, and they change only by
/// another meeting. A board's minutes need a chair and its quorum; recorded decisions were made elsewhere. What was
/// decided is kept as one document, with its hash, so that no later change of a name changes the minutes.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record SealMinutes(Guid MeetingId) : ICommand<MeetingView>;

sealed class SealMinutesHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<SealMinutes, Result<MeetingView>>
{
    public async Task<Result<MeetingView>> Handle(SealMinutes request, CancellationToken cancellationToken)
    {
        // First, since the write waits for whoever is entering decisions: what is read below is what was decided.
        var row = new { Id = request.MeetingId, Now = time.GetUtcNow() };
        var wasOpen = await db.ExecuteAsync(Seal, row, cancellationToken) == 1;
        if (await GetBoardMeetingHandler.DetailsAsync(db, request.MeetingId, cancellationToken) is not { } meeting)
            return Refusal.NotFound("board_meeting", request.MeetingId);
        if (!wasOpen)
            return AssessmentErrors.MeetingSealed;
        if (Obstacle(meeting) is { } obstacle)
            return obstacle;

        var minutes = await MinutesReader.ReadAsync(db, meeting, cancellationToken);
        var json = MinutesJson.Write(minutes);
        var kept = new
        {
            meeting.Id,
            Minutes = json,
            Hash = MinutesJson.Hash(json),
        };
        await db.ExecuteAsync(Keep, kept, cancellationToken);
        audit.Record(
            "board.sealed",
            meeting.Id,
            new
            {
                meeting.MinutesNumber,
                meeting.Decisions,
                kept.Hash,
            }
        );
        return meeting;
    }

    /// <summary>What keeps the minutes from being sealed; null where nothing does.</summary>
    static Refusal? Obstacle(MeetingDetails meeting)
    {
        if (meeting.Decisions == 0)
            return AssessmentErrors.NothingDecided;
        if (meeting.Kind == MeetingKind.Board && meeting.Attendees.All(a => a.Role != AttendeeRole.Chair))
            return AssessmentErrors.ChairMissing;

        var present = meeting.Attendees.Count(a => a.Role.Decides());
        return meeting.Quorum is { } quorum && present < quorum ? AssessmentErrors.QuorumNotMet(present, quorum) : null;
    }

    internal static readonly Sql Seal = new(
        "UPDATE BoardMeetings SET SealedAt = @Now, Version = Version + 1 WHERE Id = @Id AND SealedAt IS NULL"
    );

    internal static readonly Sql Keep = new(
        "UPDATE BoardMeetings SET Minutes = @Minutes, MinutesHash = @Hash WHERE Id = @Id AND Minutes IS NULL"
    );
}
