using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>Rule 7: a seat that becomes free goes to the head of the waiting list, never to a newcomer.</summary>
public sealed class WaitingListTests
{
    [Fact]
    public async Task A_newcomer_gets_no_offer_while_others_wait_even_if_a_seat_is_free()
    {
        await using var system = new TestSystem();
        var (cohort, _, waiting) = await FullCohortAsync(system, 1);
        var newcomer = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        await RaiseAsync(system, cohort.Id, 5);

        var refusal = (await system.ChangeAsync(newcomer.Id, ApplicationVerb.Offer)).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe("waiting_list_first");
        (await system.ChangeAsync(waiting[0], ApplicationVerb.Offer)).Refusal.ShouldBeNull();
        (await system.ChangeAsync(newcomer.Id, ApplicationVerb.Offer)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_head_of_the_list_can_be_offered_a_seat()
    {
        await using var system = new TestSystem();
        var (cohort, _, waiting) = await FullCohortAsync(system, 3);
        await RaiseAsync(system, cohort.Id, 2);

        var refusal = (await system.ChangeAsync(waiting[1], ApplicationVerb.Offer)).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe("not_head_of_waiting_list");
        refusal.Message.ShouldContain(waiting[0].ToString());
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(1);
    }

    public static TheoryData<ApplicationVerb> WaysToFreeASeat =>
        [ApplicationVerb.Decline, ApplicationVerb.ExpireOffer, ApplicationVerb.WithdrawOffer, ApplicationVerb.Defer];

    [Theory]
    [MemberData(nameof(WaysToFreeASeat))]
    public async Task A_freed_seat_is_offered_to_the_head_of_the_list_with_its_own_expiry(ApplicationVerb freeing)
    {
        await using var system = new TestSystem();
        var (cohort, holder, waiting) = await FullCohortAsync(system, 2);
        (await system.DoAsync(new PromoteWaiting())).ShouldBe(0);
        if (freeing == ApplicationVerb.ExpireOffer)
            system.Clock.Advance(TimeSpan.FromDays(30));

        (await system.ChangeAsync(holder, freeing)).Refusal.ShouldBeNull();
        (await system.DoAsync(new PromoteWaiting())).ShouldBe(1);

        var head = await system.DoAsync(new GetApplication(waiting[0]));
        head.State.ShouldBe(ApplicationState.Offered);
        var today = LocalDay.Of(system.Clock.GetUtcNow(), cohort.TimeZone);
        head.OfferExpiresAt.ShouldBe(LocalDay.End(today.AddDays(7), cohort.TimeZone));
        (await ListAsync(system, cohort.Id)).ShouldBe([waiting[1]]);
        (await system.DoAsync(new PromoteWaiting())).ShouldBe(0);
    }

    [Fact]
    public async Task A_raised_capacity_is_offered_in_the_order_of_the_list_and_no_further()
    {
        await using var system = new TestSystem();
        var (cohort, _, waiting) = await FullCohortAsync(system, 5);
        await RaiseAsync(system, cohort.Id, 4);

        (await system.DoAsync(new PromoteWaiting(cohort.Id, Most: 2))).ShouldBe(2);
        (await ListAsync(system, cohort.Id)).ShouldBe(waiting[2..]);
        (await system.DoAsync(new PromoteWaiting(cohort.Id))).ShouldBe(1);

        (await ListAsync(system, cohort.Id)).ShouldBe(waiting[3..]);
        var after = await system.CohortAsync(cohort.Id);
        (after.SeatsHeld, after.Waiting).ShouldBe((4, 2));
    }

    [Fact]
    public async Task A_trainee_who_withdraws_frees_a_seat_for_the_list()
    {
        await using var system = new TestSystem();
        var (cohort, holder, waiting) = await FullCohortAsync(system, 1);
        await system.ChangeAsync(holder, ApplicationVerb.Accept);
        var enrollment = (await system.QueryAsync<Guid>("SELECT Id FROM Enrollments")).Single();
        var end = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };
        await system.DoAsync(new ChangeEnrollment(enrollment, EnrollmentVerb.Withdraw, null, end));

        (await system.DoAsync(new PromoteWaiting())).ShouldBe(1);

        (await system.DoAsync(new GetApplication(waiting[0]))).State.ShouldBe(ApplicationState.Offered);
    }

    [Fact]
    public async Task A_cohort_whose_last_day_is_over_promotes_nobody()
    {
        await using var system = new TestSystem();
        var (cohort, _, _) = await FullCohortAsync(system, 1);
        await RaiseAsync(system, cohort.Id, 2);
        system.Clock.AdjustTime(LocalDay.End(cohort.EndsOn, cohort.TimeZone));

        (await system.DoAsync(new PromoteWaiting())).ShouldBe(0);
    }

    [Fact]
    public async Task An_application_can_be_placed_before_another_for_a_reason_and_the_rest_keeps_its_order()
    {
        await using var system = new TestSystem();
        var (cohort, _, waiting) = await FullCohortAsync(system, 4);

        await system.DoAsync(new PlaceBefore(waiting[3], null, waiting[1], "Applied on paper in time."));
        (await ListAsync(system, cohort.Id)).ShouldBe([waiting[0], waiting[3], waiting[1], waiting[2]]);
        await system.DoAsync(new PlaceBefore(waiting[2], null, waiting[0], "As the board decided."));
        (await ListAsync(system, cohort.Id)).ShouldBe([waiting[2], waiting[0], waiting[3], waiting[1]]);

        var elsewhere = await system.AddApplicationAsync(
            (await system.AddCohortAsync()).Id,
            ApplicationState.Waitlisted
        );
        (await system.RefusedAsync(new PlaceBefore(waiting[0], null, elsewhere.Id, "Why not."))).Code.ShouldBe(
            "not_waiting_together"
        );
        (await system.RefusedAsync(new PlaceBefore(waiting[0], null, waiting[1], " ")))
            .Problems[0]
            .Field.ShouldBe("reason");
    }

    [Fact]
    public async Task The_list_is_read_page_by_page_with_positions()
    {
        await using var system = new TestSystem();
        var (cohort, _, waiting) = await FullCohortAsync(system, 5);

        var first = await system.DoAsync(new ListWaiting(cohort.Id, null, 2));
        var second = await system.DoAsync(new ListWaiting(cohort.Id, first.NextCursor, 2));
        var third = await system.DoAsync(new ListWaiting(cohort.Id, second.NextCursor, 2));

        Enumerable
            .Concat(first.Items, second.Items)
            .Concat(third.Items)
            .Select(w => (w.Id, w.Position))
            .ShouldBe(waiting.Index().Select(w => (w.Item, w.Index + 1)));
        third.NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_leaves_the_list_and_comes_back_waits_at_its_end()
    {
        await using var system = new TestSystem();
        var (cohort, _, waiting) = await FullCohortAsync(system, 3);

        await system.ChangeAsync(waiting[0], ApplicationVerb.Reopen);
        system.Clock.Advance(TimeSpan.FromSeconds(1));
        await system.ChangeAsync(waiting[0], ApplicationVerb.Waitlist);

        (await ListAsync(system, cohort.Id)).ShouldBe([waiting[1], waiting[2], waiting[0]]);
    }

    [Fact]
    public async Task Fifty_promotions_at_once_offer_each_seat_once_and_in_order()
    {
        await using var system = new TestSystem();
        var (cohort, _, waiting) = await FullCohortAsync(system, 12);
        await RaiseAsync(system, cohort.Id, 8);

        var offered = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(_ => Task.Run(() => system.SendAsync(new PromoteWaiting(cohort.Id, Most: 2), Callers.Admin)))
        );

        offered.Where(r => r.Refusal is null).Sum(r => r.Value).ShouldBe(7);
        (await ListAsync(system, cohort.Id)).ShouldBe(waiting[7..]);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(8);
    }

    /// <summary>One offer holds the only seat, and others wait in the order of the list.</summary>
    internal static async Task<(CohortView Cohort, Guid Holder, Guid[] Waiting)> FullCohortAsync(
        TestSystem system,
        int waiting
    )
    {
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1 });
        var holder = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var list = new Guid[waiting];
        for (var i = 0; i < waiting; i++)
        {
            list[i] = (await system.AddApplicationAsync(cohort.Id, ApplicationState.Waitlisted)).Id;
            system.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        return (cohort, holder.Id, list);
    }

    static async Task RaiseAsync(TestSystem system, Guid cohortId, int capacity)
    {
        var cohort = await system.CohortAsync(cohortId);
        var fields = CohortBuilder.Fields(cohort) with { Capacity = capacity };
        await system.DoAsync(new UpdateCohort(cohort.Id, cohort.Version, fields));
    }

    static async Task<IEnumerable<Guid>> ListAsync(TestSystem system, Guid cohortId) =>
        (await system.DoAsync(new ListWaiting(cohortId, null, 100))).Items.Select(w => w.Id);
}
