using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Cohorts;

/// <summary>Rule 1: a deadline lasts to the end of that local day.</summary>
public sealed class WindowTests
{
    static readonly TimeSpan tick = TimeSpan.FromTicks(1);

    [Fact]
    public async Task An_application_can_be_sent_from_the_first_tick_of_the_window_to_its_last()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        cohort.OpensAt.ShouldBe(new DateTimeOffset(2026, 2, 28, 19, 0, 0, TimeSpan.Zero));
        cohort.ClosesAt.ShouldBe(new DateTimeOffset(2026, 3, 31, 19, 0, 0, TimeSpan.Zero));

        (await SubmitAtAsync(system, cohort, cohort.OpensAt - tick)).ShouldBe("window_not_open");
        (await SubmitAtAsync(system, cohort, cohort.OpensAt)).ShouldBe("sent");
        (await SubmitAtAsync(system, cohort, cohort.ClosesAt - tick)).ShouldBe("sent");
        (await SubmitAtAsync(system, cohort, cohort.ClosesAt)).ShouldBe("window_closed");
    }

    [Fact]
    public async Task A_window_that_spans_a_change_of_zone_is_right_on_both_sides()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f =>
            f with
            {
                OpensOn = new DateOnly(2024, 2, 20),
                ClosesOn = new DateOnly(2024, 3, 10),
                StartsOn = new DateOnly(2024, 4, 1),
                EndsOn = new DateOnly(2024, 6, 1),
            }
        );
        cohort.OpensAt.ShouldBe(new DateTimeOffset(2024, 2, 19, 18, 0, 0, TimeSpan.Zero));
        cohort.ClosesAt.ShouldBe(new DateTimeOffset(2024, 3, 10, 19, 0, 0, TimeSpan.Zero));

        (await SubmitAtAsync(system, cohort, cohort.OpensAt)).ShouldBe("sent");
        (await SubmitAtAsync(system, cohort, cohort.ClosesAt - tick)).ShouldBe("sent");
        (await SubmitAtAsync(system, cohort, cohort.ClosesAt)).ShouldBe("window_closed");
    }

    [Theory]
    [InlineData("America/Havana")]
    [InlineData("Asia/Beirut")]
    [InlineData("Africa/Cairo")]
    public async Task A_window_that_closes_on_the_eve_of_a_change_of_clocks_lasts_to_the_end_of_the_day(string zone)
    {
        await using var system = new TestSystem();
        var eve = zone switch
        {
            "America/Havana" => new DateOnly(2026, 3, 7),
            "Asia/Beirut" => new DateOnly(2026, 3, 28),
            _ => new DateOnly(2026, 4, 23),
        };
        var cohort = await system.AddCohortAsync(f => f with { ClosesOn = eve, TimeZone = zone });

        (await SubmitAtAsync(system, cohort, cohort.ClosesAt - tick)).ShouldBe("sent");
        (await SubmitAtAsync(system, cohort, cohort.ClosesAt)).ShouldBe("window_closed");
        LocalDay.Of(cohort.ClosesAt - tick, zone).ShouldBe(eve);
    }

    [Fact]
    public async Task A_draft_can_be_closed_as_not_sent_only_after_the_window()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var draft = await system.AddDraftAsync(cohort.Id);

        system.Clock.AdjustTime(cohort.ClosesAt - tick);
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Close)).Refusal!.Code.ShouldBe("window_still_open");
        system.Clock.AdjustTime(cohort.ClosesAt);
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Close)).Value.State.ShouldBe(ApplicationState.NotSent);
    }

    [Fact]
    public async Task An_offer_can_be_accepted_to_the_last_tick_of_its_day_and_expired_from_the_next_on()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var kept = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var missed = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var ends = new DateTimeOffset(2026, 3, 20, 19, 0, 0, TimeSpan.Zero);
        kept.OfferExpiresAt.ShouldBe(ends);

        system.Clock.AdjustTime(ends - tick);
        (await system.ChangeAsync(missed.Id, ApplicationVerb.ExpireOffer)).Refusal!.Code.ShouldBe("offer_not_expired");
        (await system.ChangeAsync(kept.Id, ApplicationVerb.Accept)).Refusal.ShouldBeNull();

        system.Clock.AdjustTime(ends);
        (await system.ChangeAsync(missed.Id, ApplicationVerb.Accept)).Refusal!.Code.ShouldBe("offer_expired");
        (await system.ChangeAsync(missed.Id, ApplicationVerb.ExpireOffer)).Value.State.ShouldBe(
            ApplicationState.OfferExpired
        );
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(1);
    }

    [Fact]
    public async Task An_offer_until_yesterday_is_refused_and_one_until_today_is_made()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        // 20:00 on the 10th in UTC is the 11th in Almaty.
        system.Clock.AdjustTime(new DateTimeOffset(2026, 3, 10, 20, 0, 0, TimeSpan.Zero));

        (await OfferUntilAsync(system, application.Id, new DateOnly(2026, 3, 10))).ShouldBe("expiry_in_past");
        (await OfferUntilAsync(system, application.Id, new DateOnly(2026, 3, 11))).ShouldBe("made");
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    public async Task A_day_at_the_end_of_the_calendar_is_refused_as_invalid(string text)
    {
        await using var system = new TestSystem();
        var day = DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var fields = CohortBuilder.Fields() with { OpensOn = day, ClosesOn = day, StartsOn = day, EndsOn = day };

        var refusal = await system.RefusedAsync(new CreateCohort(cohort.CenterId, cohort.CourseVersionId, fields));

        refusal.Code.ShouldBe("invalid_request");
        refusal
            .Problems.Select(p => p.Field.Split('.')[^1])
            .ShouldBe(["opensOn", "closesOn", "startsOn", "endsOn"], ignoreOrder: true);
        (await OfferUntilAsync(system, application.Id, day)).ShouldBe("invalid_request");
    }

    static async Task<string> OfferUntilAsync(TestSystem system, Guid id, DateOnly day)
    {
        var input = new TransitionInput { OfferExpiresOn = day };
        return (await system.ChangeAsync(id, ApplicationVerb.Offer, input: input)).Refusal?.Code ?? "made";
    }

    /// <summary>The draft is started in good time, since a closed window takes none.</summary>
    static async Task<string> SubmitAtAsync(TestSystem system, CohortView cohort, DateTimeOffset instant)
    {
        system.Clock.AdjustTime(cohort.OpensAt.AddDays(-1));
        var draft = await system.AddDraftAsync(cohort.Id);
        system.Clock.AdjustTime(instant);
        return (await system.ChangeAsync(draft.Id, ApplicationVerb.Submit)).Refusal?.Code ?? "sent";
    }
}
