using Enrollment.Assessments;
using Enrollment.Cohorts;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>Marks, results and the board of one cohort: as computed, but for one departure and what is incomplete.</summary>
sealed class BoardRound(RequestSender sender, DemoCatalog catalog, DemoReport report)
{
    internal async Task RunAsync(CohortView cohort, IReadOnlyList<Guid> enrollments, DateOnly heldOn, int seed)
    {
        var instructor = sender.As(DemoCallers.Instructor);
        var registrar = sender.As(DemoCallers.Registrar);
        var marks = MadeUpMarks.Of(catalog.Scheme, enrollments, seed);
        var written = 0;
        foreach (var batch in marks.Chunk(5_000))
        {
            var recorded = await instructor.SendAsync(new RecordMarks(cohort.Id, batch));
            written += recorded.Answers.Count(answer => answer.Outcome == MarkOutcome.Created);
        }

        report.Expect($"{cohort.Code}: every mark is written", marks.Count, written);
        report.Count("marks", written);
        var computed = await registrar.SendAsync(new ComputeResults(cohort.Id));
        report.Expect($"{cohort.Code}: every trainee has a result", enrollments.Count, computed.Computed);
        var again = await registrar.SendAsync(new ComputeResults(cohort.Id));
        report.Expect($"{cohort.Code}: computing again changes nothing", 0, again.Changed);
        report.Count("results", computed.Computed);
        await HoldAsync(registrar, cohort, heldOn);
        await registrar.SendAsync(new ReleaseResults(cohort.Id));
    }

    async Task HoldAsync(RequestSender registrar, CohortView cohort, DateOnly heldOn)
    {
        var results = await registrar.ListAsync(after => new ListResults(cohort.Id, null, after, 1_000));
        var meeting = await registrar.SendAsync(
            new HoldBoardMeeting(cohort.CenterId, $"{cohort.Code}/1", heldOn, MeetingKind.Board)
        );
        var departure = results.FirstOrDefault(result => result.Outcome == Outcome.Fail);
        if (departure is not null)
        {
            var bare = new DecisionEntry { EnrollmentId = departure.EnrollmentId, Decision = BoardDecision.Pass };
            var refused = await registrar.SendAsync(new RecordDecisions(meeting.Id, [bare]));
            var code = refused.Answers[0].Problem?.Code;
            report.Check(
                $"{cohort.Code}: a departure without a reason is refused",
                code == "departure_without_reason",
                code ?? "it was saved"
            );
        }

        var saved = 0;
        foreach (var batch in results.Select(result => Decision(result, departure)).Chunk(5_000))
        {
            var recorded = await registrar.SendAsync(new RecordDecisions(meeting.Id, batch));
            saved += recorded.Answers.Count(answer => answer.Problem is null);
        }

        report.Expect($"{cohort.Code}: every decision is saved", results.Count, saved);
        report.Count("decisions", saved);
        await DemoBoard.SealAsync(registrar, meeting.Id);
        var late = await registrar.TryAsync(new RecordDecisions(meeting.Id, [Decision(results[0], null)]));
        report.Check(
            $"{cohort.Code}: sealed minutes take no decision",
            late.Refusal?.Code == "minutes_sealed",
            late.Refusal?.Code ?? "it was saved"
        );
    }

    static DecisionEntry Decision(ResultView result, ResultView? departure) =>
        result.Outcome == Outcome.Incomplete
            ? new DecisionEntry { EnrollmentId = result.EnrollmentId, Decision = BoardDecision.Defer }
        : result.EnrollmentId == departure?.EnrollmentId
            ? new DecisionEntry
            {
                EnrollmentId = result.EnrollmentId,
                Decision = BoardDecision.Pass,
                DepartureReason = "The exam was interrupted by a power failure; the board saw the workshop record.",
            }
        : new DecisionEntry { EnrollmentId = result.EnrollmentId };
}
