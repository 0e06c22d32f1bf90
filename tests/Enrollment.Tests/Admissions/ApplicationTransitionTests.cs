using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>Every verb from every state by every role, one state a test.</summary>
public sealed class ApplicationTransitionTests
{
    static readonly TransitionFields[] allFields =
    [
        TransitionFields.Reason,
        TransitionFields.OfferExpiresOn,
        TransitionFields.Conditions,
        TransitionFields.ToCohortId,
        TransitionFields.EligibilityWaiver,
        TransitionFields.DespiteFreeSeats,
    ];

    public static TheoryData<ApplicationState> States => new(Enum.GetValues<ApplicationState>());

    public static TheoryData<ApplicationVerb> Verbs => new(Enum.GetValues<ApplicationVerb>());

    [Theory]
    [MemberData(nameof(States))]
    public async Task From_a_state_only_the_rows_of_the_table_lead_on_and_only_for_their_roles(ApplicationState state)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1_000 });
        var probe = await system.AddApplicationAsync(cohort.Id, state);
        probe.State.ShouldBe(state);

        foreach (var verb in Enum.GetValues<ApplicationVerb>())
        foreach (var role in Enum.GetValues<Role>())
        {
            var row = ApplicationTransitions.Of(verb);
            var may = Permissions.Of(role).Contains(Permission.Apply) && Permissions.Of(role).Contains(row.Permission);
            if (may && row.From.Contains(state))
            {
                await SucceedsAsync(system, state, row, role);
                continue;
            }

            var result = await SendAtItsTimeAsync(system, probe, verb, role);
            result
                .Refusal.ShouldNotBeNull($"{verb} by {role}")
                .Code.ShouldBe(
                    role == Role.Anonymous ? "authentication_required"
                        : may ? "transition_not_allowed"
                        : "permission_denied",
                    $"{verb} by {role}"
                );
            var after = await system.DoAsync(new GetApplication(probe.Id));
            (after.State, after.Version).ShouldBe((probe.State, probe.Version), $"{verb} by {role}");
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_verb_demands_its_fields_and_forbids_the_others(ApplicationVerb verb)
    {
        await using var system = new TestSystem();
        var row = ApplicationTransitions.Of(verb);
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, row.From.Min());
        foreach (var field in allFields)
        {
            var name = char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..];
            var demanded = row.Demands.HasFlag(field);
            if (!demanded && row.Allows.HasFlag(field))
                continue;

            var input = await system.InputAsync(verb, cohort.Id);
            input = field switch
            {
                TransitionFields.Reason => input with { Reason = demanded ? null : "Because." },
                TransitionFields.OfferExpiresOn => input with
                {
                    OfferExpiresOn = demanded ? null : ApplicationBuilder.OfferDay,
                },
                TransitionFields.ToCohortId => input with { ToCohortId = demanded ? null : cohort.Id },
                TransitionFields.EligibilityWaiver => input with { EligibilityWaiver = "A year is missing." },
                TransitionFields.DespiteFreeSeats => input with { DespiteFreeSeats = true },
                _ => input with { Conditions = demanded ? null : ApplicationBuilder.Conditions },
            };
            var refusal = (await system.ChangeAsync(application.Id, verb, input: input)).Refusal.ShouldNotBeNull();
            refusal.Kind.ShouldBe(RefusalKind.Invalid);
            refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe(name);
            (await system.DoAsync(new GetApplication(application.Id))).Version.ShouldBe(application.Version);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\n")]
    public async Task Blank_conditions_are_no_conditions(string blank)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var input = ApplicationBuilder.Input(ApplicationVerb.Offer) with { Conditions = blank };
        var offered = (await system.ChangeAsync(application.Id, ApplicationVerb.Offer, input: input)).Value;
        offered.Conditions.ShouldBeNull();

        var accepted = await system.ChangeAsync(application.Id, ApplicationVerb.Accept);
        accepted.Value.State.ShouldBe(ApplicationState.Enrolled);
    }

    [Fact]
    public async Task A_reason_goes_with_the_state_that_it_explains_and_stays_in_the_history()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var rejected = await system.AddApplicationAsync(cohort.Id, ApplicationState.Rejected);
        var reopened = (await system.ChangeAsync(rejected.Id, ApplicationVerb.Reopen)).Value;

        var interviewing = (await system.ChangeAsync(rejected.Id, ApplicationVerb.Interview)).Value;

        (rejected.Reason, reopened.Reason, interviewing.Reason).ShouldBe(("Because.", "Because.", null));
        var history = await system.DoAsync(new ListApplicationHistory(rejected.Id, null, 20));
        history.Items.Count(e => e.Details?.Contains("Because.", StringComparison.Ordinal) == true).ShouldBe(2);
    }

    [Fact]
    public async Task A_conditional_offer_leads_over_accepted_to_enrolled_and_opens_the_trainees_record_once()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var accepted = await system.AddApplicationAsync(cohort.Id, ApplicationState.Accepted);
        accepted.Conditions.ShouldBe(ApplicationBuilder.Conditions);
        (await system.CountAsync("Enrollments")).ShouldBe(0);

        var enrolled = (await system.ChangeAsync(accepted.Id, ApplicationVerb.MeetConditions)).Value;

        enrolled.State.ShouldBe(ApplicationState.Enrolled);
        (await system.QueryAsync<Guid>("SELECT ApplicationId FROM Enrollments"))
            .ShouldHaveSingleItem()
            .ShouldBe(accepted.Id);
    }

    [Fact]
    public async Task Reopening_takes_the_old_offer_and_its_conditions_away()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var failed = await system.AddApplicationAsync(cohort.Id, ApplicationState.ConditionsNotMet);

        var reopened = (await system.ChangeAsync(failed.Id, ApplicationVerb.Reopen)).Value;

        reopened.State.ShouldBe(ApplicationState.UnderReview);
        reopened.Conditions.ShouldBeNull();
        reopened.OfferExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_person_who_is_enrolled_already_cannot_be_enrolled_by_an_application_too()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        await system.AddTraineeAsync(cohort.Id, offered.PersonId);

        var result = await system.ChangeAsync(offered.Id, ApplicationVerb.Accept);

        result.Refusal.ShouldNotBeNull().Code.ShouldBe("already_enrolled");
        var after = await system.CohortAsync(cohort.Id);
        (after.SeatsHeld, after.PlacesTaken).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_person_applies_once_per_cohort()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var first = await system.AddApplicationAsync(cohort.Id, ApplicationState.Withdrawn);

        (await system.RefusedAsync(new CreateApplication(first.PersonId, cohort.Id, null))).Code.ShouldBe(
            "already_applied"
        );
    }

    [Fact]
    public async Task The_transitions_that_a_view_offers_are_those_that_the_caller_may_send()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        var student = await system.DoAsync(new GetApplication(offered.Id), Callers.Student(offered.PersonId));
        var registrar = await system.DoAsync(new GetApplication(offered.Id), Callers.Registrar);
        var instructor = await system.DoAsync(new GetApplication(offered.Id), Callers.Instructor);

        student.Transitions.Select(t => t.Verb).ShouldBe([ApplicationVerb.Accept, ApplicationVerb.Decline]);
        registrar.Transitions.Select(t => t.Verb).ShouldContain(ApplicationVerb.WithdrawOffer);
        instructor.Transitions.ShouldBeEmpty();
    }

    static async Task SucceedsAsync(TestSystem system, ApplicationState state, ApplicationTransition row, Role role)
    {
        // A cohort for each: where others wait, a newcomer gets no offer.
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, state);
        if (state == ApplicationState.Enrolled)
            await CancelEnrollmentAsync(system, application.EnrollmentId!.Value);
        var result = await SendAtItsTimeAsync(system, application, row.Verb, role);
        result.Refusal.ShouldBeNull($"{row.Verb} by {role}");
        result.Value.State.ShouldBe(row.Target(application.Conditions is not null));
        result.Value.Version.ShouldBe(application.Version + 1);
        await SeatsAreRightAsync(system, cohort.Id);
    }

    static Task<EnrollmentView> CancelEnrollmentAsync(TestSystem system, Guid id)
    {
        var end = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "registrar",
            Reason = "other",
            Note = "The wrong person was accepted.",
        };
        return system.DoAsync(new ChangeEnrollment(id, EnrollmentVerb.Cancel, null, end));
    }

    /// <summary>Some verbs need a deadline to be over; the clock goes back for the next one.</summary>
    static async Task<Result<ApplicationView>> SendAtItsTimeAsync(
        TestSystem system,
        ApplicationView application,
        ApplicationVerb verb,
        Role role
    )
    {
        var now = system.Clock.GetUtcNow();
        if (verb is ApplicationVerb.Close or ApplicationVerb.ExpireOffer)
            system.Clock.AdjustTime(now.AddMonths(1));
        var result = await system.ChangeAsync(application.Id, verb, Callers.Of(role, application.PersonId));
        system.Clock.AdjustTime(now);
        return result;
    }

    static async Task SeatsAreRightAsync(TestSystem system, Guid cohortId)
    {
        var all = await system.DoAsync(new ListApplications(cohortId, null, null, null, 100));
        var states = all.Items.ToLookup(a => a.State.ToString());
        int Count(params string[] of) => of.Sum(s => states[s].Count());
        var cohort = await system.CohortAsync(cohortId);
        cohort.SeatsHeld.ShouldBe(Count("Offered", "Accepted", "Enrolled"));
        cohort.PlacesTaken.ShouldBe(Count("Accepted", "Enrolled"));
        cohort.Waiting.ShouldBe(Count("Waitlisted"));
    }
}
