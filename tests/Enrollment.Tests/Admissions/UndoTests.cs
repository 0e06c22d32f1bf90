using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>What was done by mistake can be taken back, and leaves nothing of itself behind.</summary>
public sealed class UndoTests
{
    [Theory]
    [InlineData(ApplicationState.Offered, ApplicationState.OfferWithdrawn)]
    [InlineData(ApplicationState.Accepted, ApplicationState.Withdrawn)]
    public async Task Reopening_a_deferred_application_ends_the_later_one_and_frees_its_seat(
        ApplicationState state,
        ApplicationState ended
    )
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var later = await system.AddLaterCohortAsync(cohort.Id);
        var application = await system.AddApplicationAsync(cohort.Id, state);
        var keptId = (await DeferAsync(system, application.Id, later.Id)).DeferredToId.ShouldNotBeNull();

        var reopened = (await system.ChangeAsync(application.Id, ApplicationVerb.Reopen)).Value;

        (reopened.State, reopened.DeferredToId).ShouldBe((ApplicationState.UnderReview, null));
        (await system.DoAsync(new GetApplication(keptId))).State.ShouldBe(ended);
        var seats = await system.CohortAsync(later.Id);
        (seats.SeatsHeld, seats.PlacesTaken).ShouldBe((0, 0));
        (await system.ChangeAsync(keptId, ApplicationVerb.Accept)).Refusal!.Code.ShouldBe("transition_not_allowed");
    }

    [Fact]
    public async Task Where_the_later_application_went_further_reopening_is_refused_and_names_it()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var later = await system.AddLaterCohortAsync(cohort.Id);
        var application = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var keptId = (await DeferAsync(system, application.Id, later.Id)).DeferredToId.ShouldNotBeNull();
        (await system.ChangeAsync(keptId, ApplicationVerb.Accept)).Refusal.ShouldBeNull();

        var refusal = (await system.ChangeAsync(application.Id, ApplicationVerb.Reopen)).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe("deferred_application_goes_on");
        refusal.Message.ShouldContain(keptId.ToString());
        refusal.Message.ShouldContain("'enrolled'");
        (await system.CohortAsync(later.Id)).PlacesTaken.ShouldBe(1);
    }

    [Fact]
    public async Task An_accepted_application_is_reopened_once_its_enrollment_is_cancelled_and_can_be_accepted_again()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1 });
        var enrolled = await system.AddApplicationAsync(cohort.Id, ApplicationState.Enrolled);
        var trainee = enrolled.EnrollmentId.ShouldNotBeNull();
        Verbs(await ReadAsync(system, enrolled.Id)).ShouldNotContain(ApplicationVerb.Reopen);
        (await system.ChangeAsync(enrolled.Id, ApplicationVerb.Reopen)).Refusal!.Code.ShouldBe("enrollment_stands");

        await CancelAsync(system, trainee);
        Verbs(await ReadAsync(system, enrolled.Id)).ShouldBe([ApplicationVerb.Reopen]);
        (await system.ChangeAsync(enrolled.Id, ApplicationVerb.Reopen)).Refusal.ShouldBeNull();
        await SeatsAsync(system, cohort.Id, 0);
        (await ReinstateAsync(system, trainee)).Code.ShouldBe("application_reopened");
        (await system.ChangeAsync(enrolled.Id, ApplicationVerb.Offer)).Refusal.ShouldBeNull();
        var again = (await system.ChangeAsync(enrolled.Id, ApplicationVerb.Accept)).Value;

        (again.State, again.EnrollmentId).ShouldBe((ApplicationState.Enrolled, trainee));
        var record = await system.DoAsync(new GetEnrollment(trainee));
        (record.State, record.EndedOn, record.TraineeNumber).ShouldBe((EnrollmentState.Active, null, 1));
        await SeatsAsync(system, cohort.Id, 1);
    }

    [Fact]
    public async Task Waiting_while_seats_are_free_is_a_deliberate_act()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 2 });
        var first = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var second = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var plain = TransitionInput.Empty;

        var refusal = (await system.ChangeAsync(first.Id, ApplicationVerb.Waitlist, input: plain)).Refusal!;
        (refusal.Code, refusal.Problems[0].Field).ShouldBe(("seats_free", "despiteFreeSeats"));
        (await system.CohortAsync(cohort.Id)).Waiting.ShouldBe(0);
        var despite = plain with { DespiteFreeSeats = true };
        (await system.ChangeAsync(first.Id, ApplicationVerb.Waitlist, input: despite)).Refusal.ShouldBeNull();
        // Whoever comes after somebody who waits has nothing else to hope for.
        (await system.ChangeAsync(second.Id, ApplicationVerb.Waitlist, input: plain)).Refusal.ShouldBeNull();

        (await system.DoAsync(new PromoteWaiting())).ShouldBe(2);
        var third = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        (await system.ChangeAsync(third.Id, ApplicationVerb.Waitlist, input: plain)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Only_what_would_pass_now_is_listed()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var draft = await system.AddDraftAsync(cohort.Id);
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        Verbs(await ReadAsync(system, draft.Id)).ShouldBe([ApplicationVerb.Submit]);
        Verbs(await ReadAsync(system, offered.Id)).ShouldContain(ApplicationVerb.Accept);
        Verbs(await ReadAsync(system, offered.Id)).ShouldNotContain(ApplicationVerb.ExpireOffer);

        system.Clock.Advance(TimeSpan.FromDays(30));
        Verbs(await ReadAsync(system, draft.Id)).ShouldBe([ApplicationVerb.Close]);
        Verbs(await ReadAsync(system, offered.Id)).ShouldNotContain(ApplicationVerb.Accept);
        Verbs(await ReadAsync(system, offered.Id)).ShouldContain(ApplicationVerb.ExpireOffer);
    }

    [Fact]
    public async Task A_cohort_that_is_over_takes_nobody_and_no_offer_outlasts_it()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { EndsOn = new DateOnly(2026, 3, 31) });
        var submitted = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var accepted = await system.AddApplicationAsync(cohort.Id, ApplicationState.Accepted);
        var late = new TransitionInput { OfferExpiresOn = new DateOnly(2026, 4, 1) };

        var refusal = (await system.ChangeAsync(submitted.Id, ApplicationVerb.Offer, input: late)).Refusal!;
        (refusal.Code, refusal.Problems[0].Field).ShouldBe(("expiry_after_cohort", "offerExpiresOn"));

        system.Clock.AdjustTime(LocalDay.End(cohort.EndsOn, cohort.TimeZone));
        (await system.ChangeAsync(submitted.Id, ApplicationVerb.Offer, input: late)).Refusal!.Code.ShouldBe(
            "cohort_over"
        );
        (await system.ChangeAsync(accepted.Id, ApplicationVerb.MeetConditions)).Refusal!.Code.ShouldBe("cohort_over");
    }

    [Fact]
    public async Task A_promotion_near_the_end_of_a_cohort_lasts_to_its_last_day()
    {
        await using var system = new TestSystem();
        var (cohort, holder, waiting) = await WaitingListTests.FullCohortAsync(system, 1);
        await system.ChangeAsync(holder, ApplicationVerb.Decline);
        system.Clock.AdjustTime(LocalDay.Start(cohort.EndsOn.AddDays(-2), cohort.TimeZone));

        (await system.DoAsync(new PromoteWaiting())).ShouldBe(1);

        (await ReadAsync(system, waiting[0])).OfferExpiresAt.ShouldBe(LocalDay.End(cohort.EndsOn, cohort.TimeZone));
    }

    [Fact]
    public async Task The_applicant_who_loses_the_last_seat_is_told_what_an_applicant_can_do()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1, Overbooking = 1 });
        var first = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var second = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        await system.ChangeAsync(first.Id, ApplicationVerb.Accept);

        var student = Callers.Student(second.PersonId);
        var lost = (await system.ChangeAsync(second.Id, ApplicationVerb.Accept, student)).Refusal!;
        var registrar = (await system.ChangeAsync(second.Id, ApplicationVerb.Accept, Callers.Registrar)).Refusal!;

        (lost.Code, registrar.Code).ShouldBe(("cohort_full", "cohort_full"));
        lost.Message.ShouldNotContain("capacity");
        registrar.Message.ShouldContain("capacity");
    }

    [Fact]
    public async Task A_registrar_sends_an_ineligible_draft_with_a_waiver_that_stands_until_the_case_is_reopened()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        var demand = new RequirementFields { QualificationLevel = 4 };
        await system.DoAsync(new SetRequirements(course.Id, course.VersionId, 0, demand));
        var cohort = await system.AddCohortAsync(courseVersionId: course.VersionId);
        var draft = await system.AddDraftAsync(cohort.Id);
        var waiver = new TransitionInput { EligibilityWaiver = "Ten years at the lathe." };
        var student = Callers.Student(draft.PersonId);

        (await system.ChangeAsync(draft.Id, ApplicationVerb.Submit)).Refusal!.Code.ShouldBe("not_eligible");
        var refused = (await system.ChangeAsync(draft.Id, ApplicationVerb.Submit, student, waiver)).Refusal!;
        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe("field_forbidden");
        (await system.DoAsync(new GetApplication(draft.Id), student)).Transitions[0].Allows.ShouldBeEmpty();
        (await ReadAsync(system, draft.Id)).Transitions[0].Allows.ShouldBe(["eligibilityWaiver"]);

        var sent = (await system.ChangeAsync(draft.Id, ApplicationVerb.Submit, Callers.Registrar, waiver)).Value;
        (sent.State, sent.EligibilityWaiver).ShouldBe((ApplicationState.Submitted, "Ten years at the lathe."));
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Offer)).Refusal.ShouldBeNull();
        await system.ChangeAsync(draft.Id, ApplicationVerb.WithdrawOffer);
        var reopened = (await system.ChangeAsync(draft.Id, ApplicationVerb.Reopen)).Value;
        reopened.EligibilityWaiver.ShouldBeNull();
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Offer)).Refusal!.Code.ShouldBe("not_eligible");
        (await system.QueryAsync<string>("SELECT Details FROM AuditEvents WHERE Action = 'application.submit'"))
            .ShouldHaveSingleItem()
            .ShouldContain("Ten years at the lathe.");
    }

    static Task<ApplicationView> ReadAsync(TestSystem system, Guid id) => system.DoAsync(new GetApplication(id));

    static IEnumerable<ApplicationVerb> Verbs(ApplicationView application) =>
        application.Transitions.Select(t => t.Verb);

    static async Task SeatsAsync(TestSystem system, Guid cohortId, int expected)
    {
        var cohort = await system.CohortAsync(cohortId);
        (cohort.SeatsHeld, cohort.PlacesTaken).ShouldBe((expected, expected));
    }

    static Task<ApplicationView> DeferAsync(TestSystem system, Guid id, Guid cohortId)
    {
        var input = new TransitionInput { Reason = "Military service.", ToCohortId = cohortId };
        return system.DoAsync(new ChangeApplication(id, ApplicationVerb.Defer, null, input));
    }

    static Task<EnrollmentView> CancelAsync(TestSystem system, Guid id)
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

    static Task<Refusal> ReinstateAsync(TestSystem system, Guid id) =>
        system.RefusedAsync(new ChangeEnrollment(id, EnrollmentVerb.Reinstate, null, EnrollmentEnd.Empty));
}
