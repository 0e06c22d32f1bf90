using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>What happens to applications because time passes, with nobody logged in.</summary>
public sealed class SweepTests
{
    [Fact]
    public async Task An_offer_expires_with_the_first_instant_after_its_last_day_and_not_a_tick_before()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var end = offered.OfferExpiresAt!.Value;

        system.Clock.AdjustTime(end.AddMicroseconds(-1));
        (await system.DoAsync(new ExpireOffers())).ShouldBe(0);
        system.Clock.AdjustTime(end);
        (await system.ChangeAsync(offered.Id, ApplicationVerb.Accept)).Refusal!.Code.ShouldBe("offer_expired");
        (await system.DoAsync(new ExpireOffers())).ShouldBe(1);

        (await system.DoAsync(new GetApplication(offered.Id))).State.ShouldBe(ApplicationState.OfferExpired);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(0);
        (await system.DoAsync(new ExpireOffers())).ShouldBe(0);
    }

    [Fact]
    public async Task Many_expired_offers_end_batch_by_batch()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        for (var i = 0; i < 5; i++)
            await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        system.Clock.Advance(TimeSpan.FromDays(60));

        var done = new List<int>();
        while (done is [] or [.., > 0])
            done.Add(await system.DoAsync(new ExpireOffers(Most: 2)));

        done.ShouldBe([2, 2, 1, 0]);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(0);
    }

    [Fact]
    public async Task Two_sweeps_at_the_same_moment_end_each_offer_once()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        for (var i = 0; i < 8; i++)
            await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        system.Clock.Advance(TimeSpan.FromDays(60));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => system.DoAsync(new ExpireOffers()))));

        (
            await system.QueryAsync<long>("SELECT COUNT(*) FROM AuditEvents WHERE Action = 'application.expireoffer'")
        ).ShouldBe([8L]);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(0);
    }

    [Fact]
    public async Task A_draft_is_closed_when_the_window_of_its_cohort_has_closed_and_can_be_resumed_if_it_opens_again()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var draft = await system.AddDraftAsync(cohort.Id);
        var sent = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        system.Clock.AdjustTime(cohort.ClosesAt.AddMicroseconds(-1));
        (await system.DoAsync(new CloseDrafts())).ShouldBe(0);

        system.Clock.AdjustTime(cohort.ClosesAt);
        (await system.DoAsync(new CloseDrafts())).ShouldBe(1);

        (await system.DoAsync(new GetApplication(draft.Id))).State.ShouldBe(ApplicationState.NotSent);
        (await system.DoAsync(new GetApplication(sent.Id))).State.ShouldBe(ApplicationState.Submitted);
        var student = Callers.Student(draft.PersonId);
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Resume, student)).Refusal!.Code.ShouldBe("window_closed");

        var longer = CohortBuilder.Fields(cohort) with { ClosesOn = cohort.ClosesOn.AddDays(7) };
        await system.DoAsync(new UpdateCohort(cohort.Id, cohort.Version, longer));
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Resume, student)).Value.State.ShouldBe(
            ApplicationState.Draft
        );
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Submit, student)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task The_second_of_two_registrars_hears_what_the_first_has_done()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var seen = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        await system.ChangeAsync(seen.Id, ApplicationVerb.Review, Callers.Registrar);
        await system.ChangeAsync(seen.Id, ApplicationVerb.Reject, Callers.Registrar);

        var refusal = await system.RefusedAsync(
            new ChangeApplication(
                seen.Id,
                ApplicationVerb.Offer,
                seen.Version,
                ApplicationBuilder.Input(ApplicationVerb.Offer)
            )
        );

        refusal.Code.ShouldBe("stale_version");
        refusal.Problems.Select(p => p.Code).ShouldBe(["application.review", "application.reject"]);
        refusal.Problems[1].Message.ShouldContain(Callers.Registrar.Id);
        refusal.Problems[1].Message.ShouldContain("Because.");
    }
}
