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
/// <param name="MeetingId">The meeting.</param>
/// <param name="Undecided">
/// How many trainees of the meeting's cohorts the caller knows to be left undecided; null: none are.
/// </param>
[Requires(Permission.HoldBoard)]
public sealed record SealMinutes(Guid MeetingId, int? Undecided = null) : ICommand<MeetingView>;

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
        var undecided = await UndecidedAsync(meeting, cancellationToken);
        if (undecided.Count != (request.Undecided ?? 0))
            return AssessmentErrors.UndecidedLeft(undecided);

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

    /// <summary>Who is on the agenda still, and who has neither a result nor a decision.</summary>
    async Task<IReadOnlyList<AgendaTrainee>> UndecidedAsync(MeetingDetails meeting, CancellationToken token)
    {
        var left = new List<AgendaTrainee>();
        foreach (var cohort in meeting.Cohorts)
        {
            var facts = await AgendaReader.FactsAsync(db, cohort.CohortId, blind: null, token);
            left.AddRange(
                Agenda
                    .Of(meeting.Id, meeting.Margin, facts)
                    .Select(row => new AgendaTrainee(row.EnrollmentId, row.TraineeNumber, row.PersonName))
            );
            left.AddRange(AgendaTrainee.WithoutResult(facts.Where(f => f.Decision is null)));
        }

        return left;
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
