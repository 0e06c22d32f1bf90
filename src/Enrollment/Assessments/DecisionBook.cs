using Enrollment.Assessments.Appeals;
using Enrollment.Assessments.Moderation;
using Enrollment.Audit;
using Enrollment.Certificates;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>
/// Writes decisions into the open minutes of a meeting, inside a command, with all that follows from one: the state of
/// the trainee's record, the appeal that is settled by it, and the review of a certificate that says something else.
/// </summary>
sealed class DecisionBook(
    Db db,
    AuditTrail audit,
    Ids ids,
    MeetingDetails meeting,
    string decidedBy,
    DateTimeOffset now
)
{
    internal MeetingDetails Meeting => meeting;

    /// <summary>
    /// Opens the book. The write locks the meeting's row until the command ends, so that the minutes can't be sealed while
    /// decisions are being entered, and whoever enters others waits.
    /// </summary>
    internal static async Task<Result<DecisionBook>> OpenAsync(
        Db db,
        AuditTrail audit,
        Ids ids,
        Guid meetingId,
        string decidedBy,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var isOpen = await db.ExecuteAsync(TouchOpen, new { Id = meetingId }, token) == 1;
        if (await GetBoardMeetingHandler.DetailsAsync(db, meetingId, token) is not { } meeting)
            return Refusal.NotFound("board_meeting", meetingId);

        return isOpen ? new DecisionBook(db, audit, ids, meeting, decidedBy, now) : AssessmentErrors.MeetingSealed;
    }

    /// <summary>Enters a decision on a trainee on whom the meeting hasn't decided yet.</summary>
    internal async Task<DecisionAnswer> DecideAsync(DecisionEntry entry, CancellationToken token)
    {
        var trainee = await TraineeAsync(entry.EnrollmentId, token);
        if (Problem(entry, trainee) is { } problem)
            return Refused(entry, trainee, problem);
        if (trainee!.Decided)
            return Refused(entry, trainee, DecidedAlready);

        var decision = Decision(entry, trainee);
        var row = new
        {
            Id = ids.New(),
            MeetingId = meeting.Id,
            entry.EnrollmentId,
            Sequence = trainee.LastSequence + 1,
            Decision = decision.ToString(),
            ComputedOutcome = trainee.Outcome?.ToString(),
            ComputedMark = trainee.Mark,
            entry.DepartureReason,
            DecidedBy = decidedBy,
            Now = now,
        };
        await db.ExecuteAsync(Insert, row, token);
        await FollowAsync(entry.EnrollmentId, decision, token);
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

    /// <summary>Puts another decision in the place of one of this meeting.</summary>
    internal async Task<DecisionAnswer> ChangeAsync(DecisionView before, DecisionEntry entry, CancellationToken token)
    {
        var trainee = await TraineeAsync(entry.EnrollmentId, token);
        if (Problem(entry, trainee) is { } problem)
            return Refused(entry, trainee, problem);

        var decision = Decision(entry, trainee!);
        var row = new
        {
            before.Id,
            before.Version,
            Decision = decision.ToString(),
            ComputedOutcome = trainee!.Outcome?.ToString(),
            ComputedMark = trainee.Mark,
            entry.DepartureReason,
            DecidedBy = decidedBy,
            Now = now,
        };
        await db.ChangeAsync(Update, row, "decision", token);
        await CertificateReviewing.TakeBackAsync(db, audit, entry.EnrollmentId, meeting.Id, decidedBy, now, token);
        await FollowAsync(entry.EnrollmentId, decision, token);
        audit.Record(
            "enrollment.decision-changed",
            entry.EnrollmentId,
            new
            {
                Old = before,
                Decision = decision,
                Computed = trainee.Outcome,
                meeting.MinutesNumber,
                entry.DepartureReason,
            }
        );
        return new DecisionAnswer(entry.EnrollmentId, decision, null);
    }

    /// <summary>Takes a decision of this meeting back; what stood before it stands again.</summary>
    internal async Task RemoveAsync(DecisionView before, CancellationToken token)
    {
        var enrollmentId = before.EnrollmentId;
        await db.ChangeAsync(Delete, new { before.Id, before.Version }, "decision", token);
        var standing = await db.FindAsync<StandingRow>(Standing, new { EnrollmentId = enrollmentId }, token);
        var passed = standing is { Decision: var decision } && decision.IsFinal() ? decision.IsPass() : (bool?)null;
        await TraineeEnrollment.FollowBoardAsync(db, enrollmentId, passed, token);
        await AppealHearing.TakeBackAsync(db, enrollmentId, meeting.Id, token);
        await CertificateReviewing.TakeBackAsync(db, audit, enrollmentId, meeting.Id, decidedBy, now, token);
        audit.Record("enrollment.decision-removed", enrollmentId, new { Old = before, meeting.MinutesNumber });
    }

    /// <summary>The record goes first: it is what a certificate that is being prepared holds, too.</summary>
    async Task FollowAsync(Guid enrollmentId, BoardDecision decision, CancellationToken token)
    {
        var passed = decision.IsFinal() ? decision.IsPass() : (bool?)null;
        await TraineeEnrollment.FollowBoardAsync(db, enrollmentId, passed, token);
        await AppealHearing.HearAsync(db, enrollmentId, meeting.Id, token);
        await CertificateReviewing.OpenAsync(db, audit, ids, enrollmentId, meeting.Id, decision, now, token);
    }

    Task<TraineeRow?> TraineeAsync(Guid enrollmentId, CancellationToken token) =>
        db.FindAsync<TraineeRow>(Trainee, new { EnrollmentId = enrollmentId, MeetingId = meeting.Id }, token);

    static BoardDecision Decision(DecisionEntry entry, TraineeRow trainee) =>
        entry.Decision ?? BoardDecisionFacts.AsComputed(trainee.Outcome!.Value)!.Value;

    static DecisionAnswer Refused(DecisionEntry entry, TraineeRow? trainee, FieldProblem problem) =>
        new(
            entry.EnrollmentId,
            entry.Decision,
            problem,
            problem == AssessmentErrors.ResultChanged ? trainee!.Result : null
        );

    FieldProblem? Problem(DecisionEntry entry, TraineeRow? trainee)
    {
        if (trainee is null)
            return new("enrollmentId", "enrollment_not_found", "There is no enrollment with this id.");
        if (trainee.CenterId != meeting.CenterId)
            return new("enrollmentId", "other_center", "The enrollment belongs to another center than the meeting.");
        if (meeting.Cohorts.Count > 0 && meeting.Cohorts.All(cohort => cohort.CohortId != trainee.CohortId))
            return new("enrollmentId", "cohort_not_on_agenda", "The meeting doesn't decide on the trainee's cohort.");
        if (trainee.State is not ("Active" or "Completed" or "Failed"))
            return new(
                "enrollmentId",
                "not_decidable",
                $"The enrollment is '{trainee.State.ToLowerInvariant()}'; no board decides on it."
            );
        if (entry.ComputedAt is { } seen && seen != trainee.ComputedAt)
            return AssessmentErrors.ResultChanged;
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

    static readonly FieldProblem DecidedAlready = new(
        "enrollmentId",
        "decided_already",
        "This meeting has decided on the enrollment already."
    );

    sealed record StandingRow
    {
        public BoardDecision Decision { get; init; }
    }

    sealed record TraineeRow
    {
        public string State { get; init; } = "";
        public Guid CenterId { get; init; }
        public Guid CohortId { get; init; }
        public Outcome? Outcome { get; init; }
        public decimal? Mark { get; init; }
        public DateTimeOffset? ComputedAt { get; init; }
        public int LastSequence { get; init; }
        public bool Decided { get; init; }

        internal DecidedResult? Result =>
            Outcome is { } outcome && ComputedAt is { } at ? new DecidedResult(outcome, Mark, at) : null;
    }

    internal static readonly Sql TouchOpen = new(
        "UPDATE BoardMeetings SET Version = Version + 1 WHERE Id = @Id AND SealedAt IS NULL"
    );

    internal static readonly Sql Trainee = new(
        $"""
        SELECT e.State, h.CenterId, e.CohortId, r.ComputedAt,
               CASE WHEN r.Outcome IS NOT NULL AND ({UnconfirmedMarks.Count}) > 0 THEN 'Incomplete' ELSE r.Outcome END AS Outcome,
               CASE WHEN ({UnconfirmedMarks.Count}) > 0 THEN NULL ELSE r.Mark END AS Mark,
               COALESCE((SELECT MAX(d.Sequence) FROM BoardDecisions d WHERE d.EnrollmentId = e.Id), 0) AS LastSequence,
               (SELECT COUNT(*) FROM BoardDecisions d
                WHERE d.MeetingId = @MeetingId AND d.EnrollmentId = e.Id) AS Decided
        FROM Enrollments e
        JOIN Cohorts h ON h.Id = e.CohortId
        LEFT JOIN Results r ON r.EnrollmentId = e.Id
        WHERE e.Id = @EnrollmentId
        """
    );

    internal static readonly Sql Standing = new(
        """
        SELECT d.Decision
        FROM BoardDecisions d
        WHERE d.EnrollmentId = @EnrollmentId
          AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = @EnrollmentId)
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO BoardDecisions
            (Id, MeetingId, EnrollmentId, Sequence, Decision, ComputedOutcome, ComputedMark, DepartureReason,
             DecidedBy, DecidedAt, Version)
        VALUES
            (@Id, @MeetingId, @EnrollmentId, @Sequence, @Decision, @ComputedOutcome, @ComputedMark, @DepartureReason,
             @DecidedBy, @Now, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE BoardDecisions
        SET Decision = @Decision, ComputedOutcome = @ComputedOutcome, ComputedMark = @ComputedMark,
            DepartureReason = @DepartureReason, DecidedBy = @DecidedBy, DecidedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    internal static readonly Sql Delete = new("DELETE FROM BoardDecisions WHERE Id = @Id AND Version = @Version");
}
