using Enrollment.Admissions;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>Rule 8: a deferred offer is kept for a later cohort, where there must be room.</summary>
public sealed class DeferralTests
{
    [Fact]
    public async Task A_deferred_offer_holds_a_seat_in_the_later_cohort_and_none_in_the_old_one()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var later = await system.AddLaterCohortAsync(cohort.Id);
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        var deferred = await DeferAsync(system, offered.Id, later.Id);

        deferred.State.ShouldBe(ApplicationState.Deferred);
        var kept = await system.DoAsync(new GetApplication(deferred.DeferredToId.ShouldNotBeNull()));
        (kept.CohortId, kept.PersonId, kept.State).ShouldBe((later.Id, offered.PersonId, ApplicationState.Offered));
        (kept.Statement, kept.SubmittedAt).ShouldBe((offered.Statement, offered.SubmittedAt));
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(0);
        (await system.CohortAsync(later.Id)).SeatsHeld.ShouldBe(1);
        (await system.ChangeAsync(kept.Id, ApplicationVerb.Accept)).Value.State.ShouldBe(ApplicationState.Enrolled);
    }

    [Fact]
    public async Task An_accepted_offer_is_kept_as_accepted_with_what_was_decided_of_its_conditions()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var later = await system.AddLaterCohortAsync(cohort.Id);
        var accepted = await system.AddApplicationAsync(cohort.Id, ApplicationState.Accepted);

        var keptId = (await DeferAsync(system, accepted.Id, later.Id)).DeferredToId!.Value;

        (await system.DoAsync(new GetApplication(keptId))).State.ShouldBe(ApplicationState.Accepted);
        (await system.DoAsync(new ListConditions(keptId)))
            .ShouldHaveSingleItem()
            .Wording.ShouldBe(ApplicationBuilder.Conditions);
        var seats = await system.CohortAsync(later.Id);
        (seats.SeatsHeld, seats.PlacesTaken).ShouldBe((1, 1));
        (await system.ChangeAsync(keptId, ApplicationVerb.MeetConditions)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Without_room_in_the_later_cohort_nothing_changes()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var full = await system.AddLaterCohortAsync(cohort.Id, f => f with { Capacity = 0 });
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        (await RefusalAsync(system, offered.Id, full.Id)).ShouldBe("cohort_full");

        (await system.DoAsync(new GetApplication(offered.Id))).Version.ShouldBe(offered.Version);
        (await system.CountAsync("Applications")).ShouldBe(1);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(1);
    }

    [Fact]
    public async Task A_deferred_offer_does_not_pass_those_who_wait_for_the_later_cohort()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var later = await system.AddLaterCohortAsync(
            cohort.Id,
            f => f with { OpensOn = cohort.OpensOn, ClosesOn = cohort.ClosesOn }
        );
        await system.AddApplicationAsync(later.Id, ApplicationState.Waitlisted);
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        (await RefusalAsync(system, offered.Id, later.Id)).ShouldBe("waiting_list_first");
    }

    [Fact]
    public async Task A_cohort_of_another_course_or_one_that_does_not_start_later_is_refused()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var other = await system.AddCohortAsync(f => f with { StartsOn = new DateOnly(2026, 12, 1) });
        var sameDay = await system.AddCohortAsync(null, cohort.CenterId, cohort.CourseVersionId);
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        foreach (var cohortId in new[] { other.Id, sameDay.Id, cohort.Id, Guid.Empty })
            (await RefusalAsync(system, offered.Id, cohortId)).ShouldBe("deferral_needs_later_cohort");
    }

    [Fact]
    public async Task A_person_who_applied_to_the_later_cohort_already_goes_on_with_that_application()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var later = await system.AddLaterCohortAsync(cohort.Id);
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        await system.AddDraftAsync(later.Id, offered.PersonId);

        (await RefusalAsync(system, offered.Id, later.Id)).ShouldBe("already_applied");
        (await system.CohortAsync(later.Id)).SeatsHeld.ShouldBe(0);
    }

    static Task<ApplicationView> DeferAsync(TestSystem system, Guid id, Guid cohortId) =>
        system.DoAsync(new ChangeApplication(id, ApplicationVerb.Defer, null, To(cohortId)));

    static async Task<string> RefusalAsync(TestSystem system, Guid id, Guid cohortId) =>
        (await system.RefusedAsync(new ChangeApplication(id, ApplicationVerb.Defer, null, To(cohortId)))).Code;

    static TransitionInput To(Guid cohortId) => new() { Reason = "Military service.", ToCohortId = cohortId };
}
