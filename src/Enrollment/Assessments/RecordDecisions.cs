using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Enters up to 5,000 decisions into the minutes of a meeting. Each stands for itself: what is refused comes back with
/// its reason, and the rest is saved.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record RecordDecisions(Guid MeetingId, IReadOnlyList<DecisionEntry> Entries)
    : ICommand<DecisionsRecorded>;

public sealed record DecisionEntry
{
    public required Guid EnrollmentId { get; init; }

    /// <summary>Left out: as computed.</summary>
    public BoardDecision? Decision { get; init; }

    /// <summary>Demanded where the decision departs from the computed outcome; up to 1,000 characters.</summary>
    public string? DepartureReason { get; init; }
}

public sealed record DecisionsRecorded(IReadOnlyList<DecisionAnswer> Answers);

/// <summary>What became of one entry, in the order in which they were sent; the problem is null where it is saved.</summary>
public sealed record DecisionAnswer(Guid EnrollmentId, BoardDecision? Decision, FieldProblem? Problem);

sealed class RecordDecisionsValidator : AbstractValidator<RecordDecisions>
{
    public RecordDecisionsValidator()
    {
        RuleFor(c => c.Entries)
            .Must(entries => entries is { Count: >= 1 and <= 5_000 })
            .WithMessage("Send 1 to 5,000 decisions at once.")
            .OverridePropertyName("decisions");
        RuleForEach(c => c.Entries)
            .ChildRules(entry =>
            {
                entry.RuleFor(e => e.Decision).IsInEnum();
                entry.RuleFor(e => e.DepartureReason).Prose(1_000);
            })
            .OverridePropertyName("decisions");
    }
}

sealed class RecordDecisionsHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<RecordDecisions, Result<DecisionsRecorded>>
{
    public async Task<Result<DecisionsRecorded>> Handle(RecordDecisions request, CancellationToken cancellationToken)
    {
        var meeting = await db.FindAsync<MeetingView>(
            GetBoardMeetingHandler.ById,
            new { Id = request.MeetingId },
            cancellationToken
        );
        if (meeting is null)
            return Refusal.NotFound("board_meeting", request.MeetingId);
        // The write locks the row, so that the minutes can't be sealed while decisions are being entered.
        if (await db.ExecuteAsync(TouchOpen, new { meeting.Id }, cancellationToken) == 0)
            return AssessmentErrors.MeetingSealed;

        var answers = new List<DecisionAnswer>(request.Entries.Count);
        foreach (var entry in request.Entries)
            answers.Add(await DecideAsync(meeting, entry, cancellationToken));

        audit.Record(
            "board.decided",
            meeting.Id,
            new { Saved = answers.Count(a => a.Problem is null), Sent = answers.Count }
        );
        return new DecisionsRecorded(answers);
    }

    async Task<DecisionAnswer> DecideAsync(MeetingView meeting, DecisionEntry entry, CancellationToken token)
    {
        var key = new { entry.EnrollmentId, MeetingId = meeting.Id };
        var trainee = await db.FindAsync<TraineeRow>(Trainee, key, token);
        if (Problem(meeting, entry, trainee) is { } problem)
            return new DecisionAnswer(entry.EnrollmentId, entry.Decision, problem);

        var decision = entry.Decision ?? BoardDecisionFacts.AsComputed(trainee!.Outcome!.Value)!.Value;
        var row = new
        {
            Id = ids.New(),
            MeetingId = meeting.Id,
            entry.EnrollmentId,
            Sequence = trainee!.LastSequence + 1,
            Decision = decision.ToString(),
            ComputedOutcome = trainee.Outcome?.ToString(),
            ComputedMark = trainee.Mark,
            entry.DepartureReason,
            DecidedBy = context.Caller.Id,
            Now = time.GetUtcNow(),
        };
        await db.ExecuteAsync(Insert, row, token);
        if (decision.IsFinal())
            await TraineeEnrollment.CompleteAsync(db, entry.EnrollmentId, decision.IsPass(), token);
        audit.Record(
            "enrollment.decided",
            entry.EnrollmentId,
            new
            {
                Decision = decision,
                Computed = trainee.Outcome,
                meeting.MinutesNumber,
                entry.DepartureReason,
            }
        );
        return new DecisionAnswer(entry.EnrollmentId, decision, null);
    }

    static FieldProblem? Problem(MeetingView meeting, DecisionEntry entry, TraineeRow? trainee)
    {
        if (trainee is null)
            return new("enrollmentId", "enrollment_not_found", "There is no enrollment with this id.");
        if (trainee.CenterId != meeting.CenterId)
            return new("enrollmentId", "other_center", "The enrollment belongs to another center than the meeting.");
        if (trainee.State is not ("Active" or "Completed" or "Failed"))
            return new("enrollmentId", "not_decidable", $"The enrollment is {trainee.State}; no board decides on it.");
        if (trainee.Decided)
            return new("enrollmentId", "decided_already", "This meeting has decided on the enrollment already.");
        if (entry.Decision is null && (trainee.Outcome is null or Outcome.Incomplete))
            return new("decision", "nothing_computed", "There is no complete result to follow. Give a decision.");
        if (meeting.Kind == MeetingKind.Recorded || entry.Decision is not { } decision)
            return null;
        if (trainee.Outcome is not { } computed)
            return new("decision", "nothing_computed", "Compute the cohort's results before the board decides.");
        return decision.DepartsFrom(computed) && string.IsNullOrWhiteSpace(entry.DepartureReason)
            ? new("departureReason", "departure_without_reason", $"Computed is {computed}. Say why the board departs.")
            : null;
    }

    sealed record TraineeRow
    {
        public string State { get; init; } = "";
        public Guid CenterId { get; init; }
        public Outcome? Outcome { get; init; }
        public decimal? Mark { get; init; }
        public int LastSequence { get; init; }
        public bool Decided { get; init; }
    }

    internal static readonly Sql TouchOpen = new(
        "UPDATE BoardMeetings SET Version = Version + 1 WHERE Id = @Id AND SealedAt IS NULL"
    );

    internal static readonly Sql Trainee = new(
        """
        SELECT e.State, h.CenterId, r.Outcome, r.Mark,
               COALESCE((SELECT MAX(d.Sequence) FROM BoardDecisions d WHERE d.EnrollmentId = e.Id), 0) AS LastSequence,
               (SELECT COUNT(*) FROM BoardDecisions d
                WHERE d.MeetingId = @MeetingId AND d.EnrollmentId = e.Id) AS Decided
        FROM Enrollments e
        JOIN Cohorts h ON h.Id = e.CohortId
        LEFT JOIN Results r ON r.EnrollmentId = e.Id
        WHERE e.Id = @EnrollmentId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO BoardDecisions
            (Id, MeetingId, EnrollmentId, Sequence, Decision, ComputedOutcome, ComputedMark, DepartureReason,
             DecidedBy, DecidedAt)
        VALUES
            (@Id, @MeetingId, @EnrollmentId, @Sequence, @Decision, @ComputedOutcome, @ComputedMark, @DepartureReason,
             @DecidedBy, @Now)
        """
    );
}
