using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>Rule 3: limits on choices per round, and one acceptance that closes the rest of them.</summary>
public sealed class RoundTests
{
    [Fact]
    public async Task Accepting_one_offer_closes_the_persons_other_open_applications_of_the_round_and_frees_their_seats()
    {
        await using var system = new TestSystem();
        var (_, cohorts) = await system.AddRoundAsync(6);
        var elsewhere = await system.AddCohortAsync();
        var person = await system.AddPersonAsync();
        var accepted = await ApplyAsync(system, cohorts[0], person, ApplicationVerb.Submit, ApplicationVerb.Offer);
        var offered = await ApplyAsync(system, cohorts[1], person, ApplicationVerb.Submit, ApplicationVerb.Offer);
        var interviewing = await ApplyAsync(
            system,
            cohorts[2],
            person,
            ApplicationVerb.Submit,
            ApplicationVerb.Interview
        );
        var waiting = await ApplyAsync(system, cohorts[3], person, ApplicationVerb.Submit, ApplicationVerb.Waitlist);
        var rejected = await ApplyAsync(system, cohorts[4], person, ApplicationVerb.Submit, ApplicationVerb.Reject);
        var draft = await ApplyAsync(system, cohorts[5], person);
        var other = await ApplyAsync(system, elsewhere, person, ApplicationVerb.Submit);

        (await system.ChangeAsync(accepted, ApplicationVerb.Accept, Callers.Student(person))).Refusal.ShouldBeNull();

        (await StateAsync(system, accepted)).ShouldBe(ApplicationState.Enrolled);
        (await StateAsync(system, offered)).ShouldBe(ApplicationState.Declined);
        (await StateAsync(system, interviewing)).ShouldBe(ApplicationState.Withdrawn);
        (await StateAsync(system, waiting)).ShouldBe(ApplicationState.Withdrawn);
        (await StateAsync(system, rejected)).ShouldBe(ApplicationState.Rejected);
        (await StateAsync(system, draft)).ShouldBe(ApplicationState.Draft);
        (await StateAsync(system, other)).ShouldBe(ApplicationState.Submitted);
        (await system.CohortAsync(cohorts[1].Id)).SeatsHeld.ShouldBe(0);
        (await system.CohortAsync(cohorts[3].Id)).Waiting.ShouldBe(0);
        var reason = (await system.DoAsync(new GetApplication(offered))).Reason;
        reason.ShouldBe("The applicant accepted another offer of this admission round.");
    }

    [Fact]
    public async Task Two_offers_of_a_round_that_are_accepted_at_the_same_moment_enroll_once()
    {
        await using var system = new TestSystem();
        var (_, cohorts) = await system.AddRoundAsync(2);
        for (var i = 0; i < 20; i++)
        {
            var person = await system.AddPersonAsync();
            var offers = new List<Guid>();
            foreach (var cohort in cohorts)
                offers.Add(await ApplyAsync(system, cohort, person, ApplicationVerb.Submit, ApplicationVerb.Offer));

            var results = await Task.WhenAll(
                offers.Select(id =>
                    Task.Run(() => system.ChangeAsync(id, ApplicationVerb.Accept, Callers.Student(person)))
                )
            );

            results.Count(r => r.Refusal is null).ShouldBe(1);
            results.Single(r => r.Refusal is not null).Refusal!.Code.ShouldBe("transition_not_allowed");
        }

        var seats = await Task.WhenAll(cohorts.Select(c => system.CohortAsync(c.Id)));
        seats.Sum(c => c.SeatsHeld).ShouldBe(20);
        seats.Sum(c => c.PlacesTaken).ShouldBe(20);
        (await system.CountAsync("Enrollments")).ShouldBe(20);
    }

    [Fact]
    public async Task A_submission_beyond_the_limit_of_open_applications_is_refused_until_one_ends()
    {
        await using var system = new TestSystem();
        var (_, cohorts) = await system.AddRoundAsync(3, r => r with { MaximumOpen = 2 });
        var person = await system.AddPersonAsync();
        var first = await ApplyAsync(system, cohorts[0], person, ApplicationVerb.Submit);
        await ApplyAsync(system, cohorts[1], person, ApplicationVerb.Submit);
        var third = await ApplyAsync(system, cohorts[2], person);

        var refusal = (await system.ChangeAsync(third, ApplicationVerb.Submit)).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe("too_many_open_choices");
        refusal.Message.ShouldContain("2 open applications");
        (await system.ChangeAsync(first, ApplicationVerb.Withdraw)).Refusal.ShouldBeNull();
        (await system.ChangeAsync(third, ApplicationVerb.Submit)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_submission_beyond_the_limit_of_all_choices_stays_refused_when_others_have_ended()
    {
        await using var system = new TestSystem();
        var (_, cohorts) = await system.AddRoundAsync(2, r => r with { MaximumTotal = 1 });
        var person = await system.AddPersonAsync();
        await ApplyAsync(system, cohorts[0], person, ApplicationVerb.Submit, ApplicationVerb.Withdraw);
        var second = await ApplyAsync(system, cohorts[1], person);

        (await system.ChangeAsync(second, ApplicationVerb.Submit)).Refusal!.Code.ShouldBe("too_many_choices");
        (await StateAsync(system, second)).ShouldBe(ApplicationState.Draft);
    }

    [Fact]
    public async Task Ten_submissions_at_once_by_one_person_keep_to_the_limit()
    {
        await using var system = new TestSystem();
        var (_, cohorts) = await system.AddRoundAsync(10, r => r with { MaximumOpen = 3 });
        var person = await system.AddPersonAsync();
        var drafts = new List<Guid>();
        foreach (var cohort in cohorts)
            drafts.Add(await ApplyAsync(system, cohort, person));

        var results = await Task.WhenAll(
            drafts.Select(id => Task.Run(() => system.ChangeAsync(id, ApplicationVerb.Submit)))
        );

        results.Count(r => r.Refusal is null).ShouldBe(3);
        results
            .Where(r => r.Refusal is not null)
            .Select(r => r.Refusal!.Code)
            .Distinct()
            .ShouldBe(["too_many_open_choices"]);
    }

    [Fact]
    public async Task Reopening_counts_as_open_again_though_the_limit_is_reached_since_it_is_the_registrars_undo()
    {
        await using var system = new TestSystem();
        var (_, cohorts) = await system.AddRoundAsync(2, r => r with { MaximumOpen = 1 });
        var person = await system.AddPersonAsync();
        var first = await ApplyAsync(system, cohorts[0], person, ApplicationVerb.Submit, ApplicationVerb.Reject);
        await ApplyAsync(system, cohorts[1], person, ApplicationVerb.Submit);

        (await system.ChangeAsync(first, ApplicationVerb.Reopen)).Refusal.ShouldBeNull();

        (await system.QueryAsync<int>("SELECT OpenChoices FROM RoundChoices")).ShouldBe([2]);
    }

    [Fact]
    public async Task An_application_counts_towards_the_round_in_which_it_was_submitted()
    {
        await using var system = new TestSystem();
        var (round, cohorts) = await system.AddRoundAsync(1);
        var person = await system.AddPersonAsync();
        var application = await ApplyAsync(system, cohorts[0], person, ApplicationVerb.Submit);
        var cohort = await system.CohortAsync(cohorts[0].Id);

        await system.DoAsync(
            new UpdateCohort(cohort.Id, cohort.Version, CohortBuilder.Fields(cohort) with { RoundId = null })
        );

        (await system.DoAsync(new GetApplication(application))).RoundId.ShouldBe(round.Id);
        (await system.ChangeAsync(application, ApplicationVerb.Withdraw)).Refusal.ShouldBeNull();
        (await system.QueryAsync<int>("SELECT OpenChoices FROM RoundChoices")).ShouldBe([0]);
    }

    [Fact]
    public async Task A_cohort_cannot_be_in_a_round_of_another_center()
    {
        await using var system = new TestSystem();
        var (round, _) = await system.AddRoundAsync(0);
        var center = await system.AddCenterAsync();
        var course = await system.AddCourseAsync();
        var fields = CohortBuilder.Fields() with { RoundId = round.Id };

        var refusal = await system.RefusedAsync(new CreateCohort(center.Id, course.VersionId, fields));

        refusal.Code.ShouldBe("round_of_other_center");
        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe("roundId");
    }

    [Fact]
    public async Task The_second_of_two_who_change_a_round_is_told()
    {
        await using var system = new TestSystem();
        var (round, _) = await system.AddRoundAsync(0);
        var fields = RoundBuilder.Fields() with { Code = round.Code, MaximumTotal = 4 };

        var changed = await system.DoAsync(new UpdateRound(round.Id, round.Version, fields));

        (changed.MaximumTotal, changed.Version).ShouldBe((4, 2));
        (await system.RefusedAsync(new UpdateRound(round.Id, round.Version, fields))).Code.ShouldBe("stale_version");
    }

    internal static async Task<Guid> ApplyAsync(
        TestSystem system,
        CohortView cohort,
        Guid person,
        params ApplicationVerb[] verbs
    )
    {
        var application = (await system.AddDraftAsync(cohort.Id, person)).Id;
        foreach (var verb in verbs)
            (await system.ChangeAsync(application, verb)).Refusal.ShouldBeNull();
        return application;
    }

    static async Task<ApplicationState> StateAsync(TestSystem system, Guid id) =>
        (await system.DoAsync(new GetApplication(id))).State;
}
