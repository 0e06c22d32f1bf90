using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Pipeline;
using Enrollment.Tests.Assessments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>Decisions of a board after a certificate was issued (rule 21).</summary>
public sealed class ReviewTests
{
    [Theory]
    [InlineData(BoardDecision.Fail, true)]
    [InlineData(BoardDecision.Merit, true)]
    [InlineData(BoardDecision.Resit, true)]
    [InlineData(BoardDecision.Defer, false)]
    [InlineData(BoardDecision.Pass, false)]
    public async Task A_decision_that_a_certificate_contradicts_opens_a_review_and_changes_nothing_else(
        BoardDecision decision,
        bool opens
    )
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var center = await CenterAsync(system, certificate);

        await system.DecideAsync(center, [certificate.EnrollmentId], decision);

        (await system.DoAsync(new GetCertificate(certificate.Id))).ShouldBe(certificate);
        var reviews = (await system.DoAsync(new ListCertificateReviews(ReviewState.Open, null, 10))).Items;
        reviews.Count.ShouldBe(opens ? 1 : 0);
        if (!opens)
            return;

        var review = reviews[0];
        (review.CertificateId, review.Serial).ShouldBe((certificate.Id, certificate.Serial));
        (review.CertifiedAs, review.DecidedAs).ShouldBe(("Pass", decision.ToString()));
        review.StandingDecision.ShouldBe(decision.ToString());
        (await system.DoAsync(new GetCertificateReview(review.Id))).ShouldBe(review);
    }

    [Fact]
    public async Task A_certificate_has_one_open_review_at_most()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var center = await CenterAsync(system, certificate);
        await system.DecideAsync(center, [certificate.EnrollmentId], BoardDecision.Fail);
        await system.DecideAsync(center, [certificate.EnrollmentId], BoardDecision.Merit);

        var review = (await system.DoAsync(new ListCertificateReviews(null, null, 10))).Items.ShouldHaveSingleItem();

        (review.DecidedAs, review.StandingDecision).ShouldBe(("Fail", "Merit"));
        await CloseAsync(system, review.Id, ReviewOutcome.Kept);
        await system.DecideAsync(center, [certificate.EnrollmentId], BoardDecision.Fail);
        (await system.DoAsync(new ListCertificateReviews(ReviewState.Open, null, 10))).Items.ShouldHaveSingleItem();
        (await system.DoAsync(new ListCertificateReviews(ReviewState.Closed, null, 10))).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_review_closes_as_what_became_of_the_certificate()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var review = await FailAsync(system, certificate);
        (await system.RefusedAsync(Close(review, ReviewOutcome.Revoked))).Code.ShouldBe("review_outcome_untrue");
        (await system.RefusedAsync(Close(review, ReviewOutcome.Replaced))).Code.ShouldBe("review_outcome_untrue");
        (await system.RefusedAsync(Close(review, ReviewOutcome.Kept, version: 9))).Kind.ShouldBe(RefusalKind.Stale);
        (await system.RefusedAsync(Close(review, ReviewOutcome.Kept, reason: ""))).Kind.ShouldBe(RefusalKind.Invalid);
        (await system.RefusedAsync(Close(Guid.NewGuid(), ReviewOutcome.Kept))).Code.ShouldBe(
            "certificate_review_not_found"
        );
        (await system.RefusedAsync(new GetCertificateReview(Guid.NewGuid()))).Code.ShouldBe(
            "certificate_review_not_found"
        );

        await system.DoAsync(new ChangeCertificate(certificate.Id, CertificateVerb.Revoke, null, "Failed after all."));
        (await system.RefusedAsync(Close(review, ReviewOutcome.Kept))).Code.ShouldBe("review_outcome_untrue");
        var closed = await system.DoAsync(Close(review, ReviewOutcome.Revoked), Callers.Registrar);

        (closed.State, closed.Outcome, closed.ClosedBy).ShouldBe(
            (ReviewState.Closed, ReviewOutcome.Revoked, Callers.Registrar.Id)
        );
        closed.CertificateState.ShouldBe(CertificateState.Revoked);
        (await system.RefusedAsync(Close(review, ReviewOutcome.Revoked))).Code.ShouldBe("review_closed");
    }

    [Fact]
    public async Task A_raised_class_is_certified_by_a_replacement()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        await system.DecideAsync(
            await CenterAsync(system, certificate),
            [certificate.EnrollmentId],
            BoardDecision.Distinction
        );
        var review = (await system.DoAsync(new ListCertificateReviews(null, null, 10))).Items.ShouldHaveSingleItem();

        await system.ReplaceAsync(certificate.Id);

        (await CloseAsync(system, review.Id, ReviewOutcome.Replaced)).CertificateState.ShouldBe(
            CertificateState.Replaced
        );
    }

    [Fact]
    public async Task A_decision_taken_back_or_changed_withdraws_the_review_that_it_opened()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        await system.DecideAsync(c.Cohort.CenterId, c.Trainees);
        var row = (await system.IssueAsync(c.Trainees)).ShouldHaveSingleItem();
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], BoardDecision.Fail, "Copied.");
        var opened = (await system.DoAsync(new ListCertificateReviews(null, null, 10))).Items.ShouldHaveSingleItem();
        (await system.RefusedAsync(Close(opened.Id, ReviewOutcome.Kept))).Code.ShouldBe("minutes_open");

        await system.DoAsync(
            new ChangeDecision(
                meeting.Id,
                1,
                new DecisionEntry
                {
                    EnrollmentId = c.Trainees[0],
                    Decision = BoardDecision.Merit,
                    DepartureReason = "Practical.",
                }
            )
        );
        (await StatesAsync()).ShouldBe([(ReviewState.Withdrawn, "Fail"), (ReviewState.Open, "Merit")]);
        await system.DoAsync(new RemoveDecision(meeting.Id, c.Trainees[0], 2));

        (await StatesAsync()).ShouldBe([(ReviewState.Withdrawn, "Fail"), (ReviewState.Withdrawn, "Merit")]);
        (await system.DoAsync(new GetCertificate(row.CertificateId!.Value))).State.ShouldBe(CertificateState.Issued);

        async Task<IEnumerable<(ReviewState, string)>> StatesAsync() =>
            (await system.DoAsync(new ListCertificateReviews(null, null, 10))).Items.Select(r =>
                (r.State, r.DecidedAs)
            );
    }

    [Fact]
    public async Task A_certificate_prepared_while_the_board_decides_otherwise_is_refused_or_reviewed()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        for (var round = 0; round < 8; round++)
        {
            var trainee = await system.AddTraineeAsync(cohort.Id);
            await system.DecideAsync(cohort.CenterId, [trainee]);
            var meeting = await system.AddMeetingAsync(cohort.CenterId);
            var fail = new DecisionEntry { EnrollmentId = trainee, Decision = BoardDecision.Fail };

            var prepare = Task.Run(() => system.SendAsync(new PrepareCertificate(trainee), Callers.Registrar));
            var decide = Task.Run(() => system.SendAsync(new RecordDecisions(meeting.Id, [fail]), Callers.Admin));
            var (prepared, decided) = (await prepare, await decide);

            decided.Value.Answers.ShouldHaveSingleItem().Problem.ShouldBeNull();
            prepared.Refusal?.Code.ShouldBe("minutes_open");
            (await system.QueryAsync<int>($"SELECT COUNT(*) FROM CertificateReviews WHERE EnrollmentId = '{trainee}'"))
                .ShouldHaveSingleItem()
                .ShouldBe(prepared.Refusal is null ? 1 : 0);
        }
    }

    static async Task<Guid> CenterAsync(TestSystem system, CertificateView certificate) =>
        (await system.CohortAsync(certificate.CohortId)).CenterId;

    static async Task<Guid> FailAsync(TestSystem system, CertificateView certificate)
    {
        await system.DecideAsync(
            await CenterAsync(system, certificate),
            [certificate.EnrollmentId],
            BoardDecision.Fail
        );
        return (await system.DoAsync(new ListCertificateReviews(null, null, 10))).Items.ShouldHaveSingleItem().Id;
    }

    static CloseCertificateReview Close(
        Guid id,
        ReviewOutcome outcome,
        int? version = null,
        string reason = "Looked into."
    ) => new(id, version, outcome, reason);

    static Task<CertificateReviewView> CloseAsync(TestSystem system, Guid id, ReviewOutcome outcome) =>
        system.DoAsync(Close(id, outcome), Callers.Registrar);
}
