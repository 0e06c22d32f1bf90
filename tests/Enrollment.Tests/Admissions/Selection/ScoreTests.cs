using Enrollment.Admissions;
using Enrollment.Admissions.Selection;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Testing.SelectionBuilder;

namespace Enrollment.Tests.Admissions.Selection;

public sealed class ScoreTests
{
    [Fact]
    public async Task Criteria_change_until_the_first_score_and_are_followed_by_the_next_ones_then()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var first = await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        (await system.RefusedAsync(new CreateSelection(cohort.Id, Fields()))).Code.ShouldBe("criteria_open");
        var changed = await system.DoAsync(
            new UpdateSelection(cohort.Id, first.Version, Fields() with { RequiredReviews = 2, LotterySeed = "draw 7" })
        );
        (changed.RequiredReviews, changed.LotterySeed, changed.Number).ShouldBe((2, "draw 7", 1));
        (await system.RefusedAsync(new UpdateSelection(cohort.Id, first.Version, Fields()))).Kind.ShouldBe(
            RefusalKind.Stale
        );

        var application = await system.AddSubmittedAsync(cohort.Id);
        await system.DoAsync(new SetScores(application.Id, 0, [Score("TEST", 0)]), Callers.Instructor);
        var edit = new UpdateSelection(cohort.Id, changed.Version, Fields());
        (await system.RefusedAsync(edit)).Code.ShouldBe("criteria_frozen");

        var next = await system.DoAsync(new CreateSelection(cohort.Id, Fields()));
        next.Number.ShouldBe(2);
        var scores = await system.DoAsync(new GetScores(application.Id), Callers.Instructor);
        (scores.Criteria, scores.Version, scores.Mine.Count).ShouldBe((2, 0, 0));
        next.LotterySeed.ShouldBe(next.Id.ToString());
    }

    [Fact]
    public async Task Scores_are_a_draft_until_they_are_complete_and_submitted_and_are_fixed_then()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        var id = (await system.AddSubmittedAsync(cohort.Id)).Id;
        (await system.RefusedAsync(new SubmitScores(id, null), Callers.Instructor)).Code.ShouldBe("no_scores");

        await system.DoAsync(new SetScores(id, 0, [Score("TALK", 12.5m)]), Callers.Instructor);
        var incomplete = await system.RefusedAsync(new SubmitScores(id, 1), Callers.Instructor);
        (incomplete.Code, incomplete.Problems.Single().Field).ShouldBe(("scores_incomplete", "scores.TEST"));
        (await system.RefusedAsync(new SetScores(id, 0, Scores(1, 2)), Callers.Instructor)).Kind.ShouldBe(
            RefusalKind.Stale
        );
        await system.DoAsync(new SetScores(id, 1, Scores(0, 30)), Callers.Instructor);
        (await system.RefusedAsync(new SubmitScores(id, 1), Callers.Instructor)).Kind.ShouldBe(RefusalKind.Stale);
        var submitted = await system.DoAsync(new SubmitScores(id, 2), Callers.Instructor);
        submitted.Mine.Single().SubmittedAt.ShouldBe(TestSystem.Start);

        (await system.RefusedAsync(new SetScores(id, 3, Scores(1, 2)), Callers.Instructor)).Code.ShouldBe(
            "scores_locked"
        );
        (await system.RefusedAsync(new SubmitScores(id, 3), Callers.Instructor)).Code.ShouldBe("scores_locked");
        submitted.Mine[0].Scores.Select(s => (s.Criterion, s.Value)).ShouldBe([("TEST", 0m), ("TALK", 30m)]);
    }

    [Fact]
    public async Task Another_attempt_needs_a_reason_starts_from_the_last_one_and_counts_once_it_is_in()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        var id = (await system.AddSubmittedAsync(cohort.Id)).Id;
        await system.DoAsync(new SetScores(id, 0, Scores(5, 15)), Callers.Instructor);
        var early = await system.RefusedAsync(new ReopenScores(id, null, "Typo."), Callers.Instructor);
        early.Code.ShouldBe("scores_not_submitted");
        var first = await system.DoAsync(new SubmitScores(id, null), Callers.Instructor);
        (await system.RefusedAsync(new ReopenScores(id, null, ""), Callers.Instructor)).Kind.ShouldBe(
            RefusalKind.Invalid
        );

        var second = await system.DoAsync(new ReopenScores(id, first.Version, "Typo."), Callers.Instructor);
        second.Mine.Select(set => (set.Attempt, set.Reason)).ShouldBe([(2, "Typo."), (1, null)]);
        second.Mine[0].Scores.ShouldBe(second.Mine[1].Scores);
        second.Version.ShouldBeGreaterThan(first.Version);
        await system.DoAsync(new SetScores(id, second.Version, Scores(10, 15)), Callers.Instructor);
        (await TotalAsync(system, cohort.Id)).ShouldBe(50);
        await system.DoAsync(new SubmitScores(id, null), Callers.Instructor);
        (await TotalAsync(system, cohort.Id)).ShouldBe(80);
        (await system.CountAsync("ScoreSets")).ShouldBe(2);
    }

    [Theory]
    [InlineData("TEST", -0.01)]
    [InlineData("TEST", 10.01)]
    [InlineData("TEST", 1.005)]
    [InlineData("OTHER", 1)]
    public async Task A_score_off_the_scale_of_its_criterion_is_refused(string criterion, decimal value)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        var id = (await system.AddSubmittedAsync(cohort.Id)).Id;

        var refusal = await system.RefusedAsync(
            new SetScores(id, 0, [Score("TALK", 1), Score(criterion, value)]),
            Callers.Instructor
        );

        refusal.Code.ShouldBe("scores_unfit");
        refusal.Problems.Single().Field.ShouldStartWith("scores[1].");
        (await system.CountAsync("ScoreSets")).ShouldBe(0);
    }

    [Fact]
    public async Task Only_a_reviewer_of_the_application_scores_it_and_nobody_assigns_themselves()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddSelectionAsync(cohort.Id);
        var mine = (await system.AddSubmittedAsync(cohort.Id)).Id;
        var other = (await system.AddSubmittedAsync(cohort.Id)).Id;
        var self = new ChangeReviewer(cohort.Id, Callers.Registrar.Id, null, true);
        (await system.RefusedAsync(self, Callers.Registrar)).Code.ShouldBe("own_assignment");

        var assign = new ChangeReviewer(cohort.Id, Callers.Instructor.Id, [mine], true);
        for (var time = 0; time < 2; time++)
            (await system.DoAsync(assign)).OneByOne.ShouldBe(1);
        await system.DoAsync(new SetScores(mine, 0, Scores(1, 1)), Callers.Instructor);
        (await system.RefusedAsync(new SetScores(other, 0, Scores(1, 1)), Callers.Instructor)).Code.ShouldBe(
            "not_a_reviewer"
        );
        (await system.RefusedAsync(new GetScores(other), Callers.Instructor)).Code.ShouldBe("not_a_reviewer");
        var reviews = await system.DoAsync(new ListReviews(cohort.Id, null, 50), Callers.Instructor);
        reviews.Items.ShouldHaveSingleItem().ApplicationId.ShouldBe(mine);

        await system.DoAsync(assign with { Assigned = false });
        (await system.RefusedAsync(new SubmitScores(mine, null), Callers.Instructor)).Code.ShouldBe("not_a_reviewer");
        var elsewhere = await system.AddSubmittedAsync((await system.AddCohortAsync()).Id);
        var wrong = await system.RefusedAsync(assign with { ApplicationIds = [mine, elsewhere.Id] });
        (wrong.Code, wrong.Problems.Single().Field).ShouldBe(("application_of_other_cohort", "applicationIds[1]"));
    }

    [Theory]
    [InlineData(ApplicationState.Draft)]
    [InlineData(ApplicationState.Offered)]
    [InlineData(ApplicationState.Enrolled)]
    [InlineData(ApplicationState.Rejected)]
    public async Task An_application_that_is_not_open_is_not_scored(ApplicationState state)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        var id = (await system.AddApplicationAsync(cohort.Id, state)).Id;

        var refusal = await system.RefusedAsync(new SetScores(id, 0, Scores(1, 1)), Callers.Instructor);

        refusal.Code.ShouldBe("not_in_selection");
        (await system.DoAsync(new ListReviews(cohort.Id, null, 50), Callers.Instructor)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_of_reviews_has_every_state_that_can_be_scored()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        var open = ApplicationTransitions.Of(ApplicationVerb.Offer).From;
        // Those who wait come last: while they do, nobody else is made an offer.
        foreach (var state in Enum.GetValues<ApplicationState>().OrderBy(state => state.Waiting()))
            await system.AddApplicationAsync(cohort.Id, state);

        var reviews = await system.DoAsync(new ListReviews(cohort.Id, null, 50), Callers.Instructor);

        reviews.Items.Select(item => item.State).ShouldBe(open, ignoreOrder: true);
    }

    [Fact]
    public async Task First_scores_and_an_edit_of_the_criteria_at_once_leave_scores_that_fit_the_criteria()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var scheme = await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor, Callers.OtherInstructor);
        var applications = new List<Guid>();
        for (var n = 0; n < 8; n++)
            applications.Add((await system.AddSubmittedAsync(cohort.Id)).Id);
        var other = Fields() with { Criteria = [Fields().Criteria[0] with { Code = "ONLY", Weight = 100 }] };

        var edit = system.SendAsync(new UpdateSelection(cohort.Id, scheme.Version, other), Callers.Manager);
        var scores = await Task.WhenAll(
            applications.Select(
                (id, n) =>
                    system.SendAsync(
                        new SetScores(id, 0, Scores(n, n)),
                        n % 2 == 0 ? Callers.Instructor : Callers.OtherInstructor
                    )
            )
        );
        var edited = await edit;

        var saved = scores.Count(s => s.Refusal is null);
        if (edited.Refusal is null)
            scores.ShouldAllBe(s => s.Refusal != null && s.Refusal.Code == "scores_unfit");
        else
            saved.ShouldBe(applications.Count);
        (await system.CountAsync("Scores")).ShouldBe(saved * 2);
    }

    [Fact]
    public async Task Two_windows_of_one_reviewer_keep_the_first_draft_and_tell_the_second()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        var id = (await system.AddSubmittedAsync(cohort.Id)).Id;

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => system.SendAsync(new SetScores(id, 0, Scores(n, n)), Callers.Instructor))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Kind == RefusalKind.Stale);
        (await system.CountAsync("Scores")).ShouldBe(2);
    }

    static async Task<decimal?> TotalAsync(TestSystem system, Guid cohortId) =>
        (await system.DoAsync(new GetRanking(cohortId))).Rows.Single().Total;
}
