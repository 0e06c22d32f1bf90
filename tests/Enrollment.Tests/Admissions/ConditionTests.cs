using Enrollment.Admissions;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

public sealed class ConditionTests
{
    [Fact]
    public async Task The_last_condition_that_is_met_or_waived_enrolls()
    {
        await using var system = new TestSystem();
        var application = await AcceptedAsync(system, "Diploma\n\n  Medical certificate \nDriving license");
        var conditions = await system.DoAsync(new ListConditions(application));
        conditions
            .Select(c => (c.Position, c.Wording, c.State))
            .ShouldBe([
                (1, "Diploma", ConditionState.Pending),
                (2, "Medical certificate", ConditionState.Pending),
                (3, "Driving license", ConditionState.Pending),
            ]);

        (await DecideAsync(system, application, 2, ConditionState.Met)).State.ShouldBe(ApplicationState.Accepted);
        (await DecideAsync(system, application, 1, ConditionState.Met)).State.ShouldBe(ApplicationState.Accepted);
        var last = await DecideAsync(system, application, 3, ConditionState.Waived, "Not needed for this course.");

        last.State.ShouldBe(ApplicationState.Enrolled);
        (await system.CountAsync("Enrollments")).ShouldBe(1);
    }

    [Fact]
    public async Task A_condition_that_is_not_met_ends_the_application_and_frees_its_place()
    {
        await using var system = new TestSystem();
        var application = await AcceptedAsync(system, "Diploma\nMedical certificate");

        var view = await DecideAsync(system, application, 1, ConditionState.NotMet, "The diploma is forged.");

        (view.State, view.Reason).ShouldBe((ApplicationState.ConditionsNotMet, "The diploma is forged."));
        var cohort = await system.CohortAsync(view.CohortId);
        (cohort.SeatsHeld, cohort.PlacesTaken).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Conditions_can_be_judged_before_the_offer_is_accepted_and_taken_back()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered, conditional: true);

        (await DecideAsync(system, offered.Id, 1, ConditionState.Met)).State.ShouldBe(ApplicationState.Offered);
        await DecideAsync(system, offered.Id, 1, ConditionState.Pending);

        var condition = (await system.DoAsync(new ListConditions(offered.Id))).ShouldHaveSingleItem();
        (condition.State, condition.DecidedBy, condition.Version).ShouldBe((ConditionState.Pending, null, 3));
        (await system.ChangeAsync(offered.Id, ApplicationVerb.Accept)).Value.State.ShouldBe(ApplicationState.Accepted);
    }

    [Fact]
    public async Task Two_registrars_who_decide_the_last_two_conditions_at_once_enroll_once()
    {
        await using var system = new TestSystem();
        for (var i = 0; i < 10; i++)
        {
            var application = await AcceptedAsync(system, "Diploma\nMedical certificate");

            await Task.WhenAll(
                Task.Run(() => DecideAsync(system, application, 1, ConditionState.Met)),
                Task.Run(() => DecideAsync(system, application, 2, ConditionState.Met))
            );

            var after = await system.DoAsync(new GetApplication(application));
            after.State.ShouldBe(ApplicationState.Enrolled);
        }

        (await system.CountAsync("Enrollments")).ShouldBe(10);
    }

    [Theory]
    [InlineData(ConditionState.NotMet)]
    [InlineData(ConditionState.Waived)]
    public async Task Failing_or_waiving_a_condition_demands_a_note(ConditionState state)
    {
        await using var system = new TestSystem();
        var application = await AcceptedAsync(system, "Diploma");

        var refusal = await system.RefusedAsync(new DecideCondition(application, 1, state, null, " "));

        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe("note");
    }

    [Fact]
    public async Task Meeting_all_conditions_at_once_meets_those_that_are_pending_only()
    {
        await using var system = new TestSystem();
        var application = await AcceptedAsync(system, "Diploma\nMedical certificate");
        await DecideAsync(system, application, 1, ConditionState.Waived, "Known to us.");

        (await system.ChangeAsync(application, ApplicationVerb.MeetConditions)).Refusal.ShouldBeNull();

        (await system.DoAsync(new ListConditions(application)))
            .Select(c => c.State)
            .ShouldBe([ConditionState.Waived, ConditionState.Met]);
    }

    [Fact]
    public async Task Conditions_of_an_ended_application_and_those_that_it_does_not_have_are_refused()
    {
        await using var system = new TestSystem();
        var accepted = await AcceptedAsync(system, "Diploma");
        (await system.RefusedAsync(new DecideCondition(accepted, 2, ConditionState.Met, null, null))).Code.ShouldBe(
            "condition_not_found"
        );
        (await system.RefusedAsync(new DecideCondition(accepted, 1, ConditionState.Met, 7, null))).Code.ShouldBe(
            "stale_version"
        );
        await system.ChangeAsync(accepted, ApplicationVerb.FailConditions);

        (await system.RefusedAsync(new DecideCondition(accepted, 1, ConditionState.Met, null, null))).Code.ShouldBe(
            "conditions_not_open"
        );
    }

    [Fact]
    public async Task More_than_twenty_conditions_are_refused()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var input = ApplicationBuilder.Input(ApplicationVerb.Offer) with
        {
            Conditions = string.Join('\n', Enumerable.Range(1, 21)),
        };

        var refusal = (await system.ChangeAsync(application.Id, ApplicationVerb.Offer, input: input)).Refusal;

        refusal.ShouldNotBeNull().Problems.ShouldHaveSingleItem().Field.ShouldBe("conditions");
    }

    static Task<ApplicationView> DecideAsync(
        TestSystem system,
        Guid application,
        int position,
        ConditionState state,
        string? note = null
    ) => system.DoAsync(new DecideCondition(application, position, state, null, note));

    static async Task<Guid> AcceptedAsync(TestSystem system, string conditions)
    {
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var input = ApplicationBuilder.Input(ApplicationVerb.Offer) with { Conditions = conditions };
        (await system.ChangeAsync(application.Id, ApplicationVerb.Offer, input: input)).Refusal.ShouldBeNull();
        (await system.ChangeAsync(application.Id, ApplicationVerb.Accept)).Refusal.ShouldBeNull();
        return application.Id;
    }
}
