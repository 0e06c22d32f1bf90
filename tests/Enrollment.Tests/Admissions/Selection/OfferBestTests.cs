using Enrollment.Admissions;
using Enrollment.Admissions.Selection;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions.Selection;

public sealed class OfferBestTests
{
    static OfferBestFields Fields(int number, string? conditions = null) =>
        new()
        {
            Number = number,
            OfferExpiresOn = ApplicationBuilder.OfferDay,
            Conditions = conditions,
        };

    [Fact]
    public async Task The_best_get_the_offers_and_every_row_tells_why()
    {
        await using var system = new TestSystem();
        var (cohort, ids) = await RankedAsync(system, 6);
        await system.ChangeAsync(ids[1], ApplicationVerb.Withdraw);
        var ranking = await system.DoAsync(new GetRanking(cohort.Id));
        ranking.Rows.Select(row => row.ApplicationId).ShouldBe(ids);
        var unscored = (await system.AddSubmittedAsync(cohort.Id)).Id;

        var round = await system.DoAsync(
            new OfferBest(cohort.Id, ranking.Version, Fields(3, ApplicationBuilder.Conditions)),
            Callers.Registrar
        );

        round
            .Rows.Select(row => (row.ApplicationId, row.Rank, row.Outcome))
            .ShouldBe([
                (ids[0], 1, OfferOutcome.Offered),
                (ids[1], 2, OfferOutcome.NotOpen),
                (ids[2], 3, OfferOutcome.Offered),
                (ids[3], 4, OfferOutcome.Offered),
                (ids[4], 5, OfferOutcome.BeyondNumber),
                (ids[5], 6, OfferOutcome.BeyondNumber),
                (unscored, (int?)null, OfferOutcome.NotRanked),
            ]);
        round.Rows.ShouldAllBe(row => row.Why.Length > 0);
        (await OfferedAsync(system)).ShouldBe([ids[0], ids[2], ids[3]], ignoreOrder: true);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(3);
        var offer = await system.DoAsync(new GetApplication(ids[0]));
        (offer.State, offer.Conditions).ShouldBe((ApplicationState.Offered, ApplicationBuilder.Conditions));
        var kept = await system.DoAsync(new GetOfferRound(cohort.Id, round.Id!.Value));
        kept.Rows.ShouldBe(round.Rows);
        (kept.MadeBy, kept.Wanted, kept.Offered).ShouldBe((Callers.Registrar.Id, 3, 3));
        var listed = (await system.DoAsync(new ListOfferRounds(cohort.Id, null, 10))).Items.ShouldHaveSingleItem();
        (listed.Id, listed.Offered).ShouldBe((round.Id, 3));
    }

    [Fact]
    public async Task The_same_request_sent_again_reaches_nobody_else()
    {
        await using var system = new TestSystem();
        var (cohort, ids) = await RankedAsync(system, 4);
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;
        var request = new OfferBest(cohort.Id, version, Fields(2));
        var key = new IdempotencyKey("offers of today", "hash");

        var first = await system.SendAsync(request, Callers.Registrar, key);
        var repeated = await system.SendAsync(request, Callers.Registrar, key);
        var again = await system.SendAsync(request, Callers.Registrar);

        repeated.Value.Id.ShouldBe(first.Value.Id);
        repeated.Value.Rows.ShouldBe(first.Value.Rows);
        again.Refusal!.Kind.ShouldBe(RefusalKind.Stale);
        (await OfferedAsync(system)).ShouldBe([ids[0], ids[1]], ignoreOrder: true);
        (await system.CountAsync("OfferRounds")).ShouldBe(1);
    }

    [Fact]
    public async Task Scores_that_came_in_since_make_the_ranking_stale()
    {
        await using var system = new TestSystem();
        var (cohort, _) = await RankedAsync(system, 2);
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;
        var late = await system.AddSubmittedAsync(cohort.Id);
        await system.ScoreAsync(late.Id, Callers.Instructor, 10, 30);

        var refusal = await system.RefusedAsync(new OfferBest(cohort.Id, version, Fields(1)));
        var preview = await system.RefusedAsync(new PreviewOffers(cohort.Id, version, Fields(1)));

        (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Stale, "stale_version"));
        preview.ShouldBe(refusal);
        (await OfferedAsync(system)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Offers_end_with_the_free_seats()
    {
        await using var system = new TestSystem();
        var (cohort, ids) = await RankedAsync(system, 5, f => f with { Capacity = 2, Overbooking = 1 });
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;

        var round = await system.DoAsync(new OfferBest(cohort.Id, version, Fields(500)));

        round.Offered.ShouldBe(3);
        round.Rows.Skip(3).ShouldAllBe(row => row.Outcome == OfferOutcome.NoFreeSeat);
        (await OfferedAsync(system)).ShouldBe(ids.Take(3), ignoreOrder: true);
    }

    [Fact]
    public async Task Who_is_not_eligible_any_more_is_passed_over_with_the_reason()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        var demand = new RequirementFields { MinimumAge = 18 };
        await system.DoAsync(new SetRequirements(course.Id, course.VersionId, 0, demand));
        var (cohort, ids) = await RankedAsync(system, 3, courseVersionId: course.VersionId);
        var first = await system.DoAsync(new GetApplication(ids[0]));
        var young = PersonBuilder.Fields() with { BirthDate = new DateOnly(2015, 1, 1) };
        await system.DoAsync(new Enrollment.People.UpdatePerson(first.PersonId, 1, young));
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;

        var round = await system.DoAsync(new OfferBest(cohort.Id, version, Fields(1)));

        round
            .Rows.Select(row => row.Outcome)
            .ShouldBe([OfferOutcome.NotEligible, OfferOutcome.Offered, OfferOutcome.BeyondNumber]);
        round.Rows[0].Why.ShouldContain("at least 18 years old");
        (await OfferedAsync(system)).ShouldBe([ids[1]]);
    }

    [Fact]
    public async Task A_preview_tells_the_same_and_writes_nothing()
    {
        await using var system = new TestSystem();
        var (cohort, _) = await RankedAsync(system, 4);
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;
        var events = await system.CountAsync("AuditEvents");

        var preview = await system.DoAsync(new PreviewOffers(cohort.Id, version, Fields(2)));

        (await system.CountAsync("AuditEvents")).ShouldBe(events);
        (await OfferedAsync(system)).ShouldBeEmpty();
        var round = await system.DoAsync(new OfferBest(cohort.Id, version, Fields(2)));
        preview.Rows.ShouldBe(round.Rows);
        (preview.Id, preview.MadeAt).ShouldBe((null, null));
    }

    [Fact]
    public async Task Nobody_slips_past_those_who_wait()
    {
        await using var system = new TestSystem();
        var (cohort, ids) = await RankedAsync(system, 3);
        await system.ChangeAsync(ids[2], ApplicationVerb.Waitlist);
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;

        var refusal = await system.RefusedAsync(new OfferBest(cohort.Id, version, Fields(1)));

        refusal.Code.ShouldBe("waiting_list_first");
        (await OfferedAsync(system)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_head_of_the_waiting_list_who_is_not_eligible_any_more_goes_back_to_the_registrar()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        await system.DoAsync(
            new SetRequirements(course.Id, course.VersionId, 0, new RequirementFields { MinimumAge = 18 })
        );
        var cohort = await system.AddCohortAsync(courseVersionId: course.VersionId);
        var head = await system.AddApplicationAsync(cohort.Id, ApplicationState.Waitlisted);
        var young = PersonBuilder.Fields() with { BirthDate = new DateOnly(2015, 1, 1) };
        await system.DoAsync(new Enrollment.People.UpdatePerson(head.PersonId, 1, young));
        var other = await system.AddApplicationAsync((await system.AddCohortAsync()).Id, ApplicationState.Waitlisted);

        (await system.DoAsync(new PromoteWaiting())).ShouldBe(1);

        (await OfferedAsync(system)).ShouldBe([other.Id]);
        (await system.DoAsync(new GetApplication(head.Id))).State.ShouldBe(ApplicationState.UnderReview);
        var waiver = ApplicationBuilder.Input(ApplicationVerb.Offer) with { EligibilityWaiver = "A gifted child." };
        (await system.ChangeAsync(head.Id, ApplicationVerb.Offer, input: waiver)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Many_at_once_make_one_round()
    {
        await using var system = new TestSystem();
        var (cohort, ids) = await RankedAsync(system, 6);
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => system.SendAsync(new OfferBest(cohort.Id, version, Fields(2)), Callers.Admin))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Kind == RefusalKind.Stale);
        (await OfferedAsync(system)).ShouldBe([ids[0], ids[1]], ignoreOrder: true);
    }

    [Fact]
    public async Task A_round_beside_single_offers_and_withdrawals_never_exceeds_the_seats()
    {
        await using var system = new TestSystem();
        var (cohort, ids) = await RankedAsync(system, 12, f => f with { Capacity = 6 });
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;

        var round = system.SendAsync(new OfferBest(cohort.Id, version, Fields(6)), Callers.Admin);
        await Task.WhenAll(
            ids.Skip(6)
                .Select(id => system.ChangeAsync(id, ApplicationVerb.Offer))
                .Concat(ids.Take(2).Select(id => system.ChangeAsync(id, ApplicationVerb.Withdraw)))
        );

        var made = await round;
        made.Refusal.ShouldBeNull();
        var offered = await OfferedAsync(system);
        offered.Count.ShouldBeLessThanOrEqualTo(6);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(offered.Count);
        made.Value.Rows.Where(row => row.Outcome == OfferOutcome.Offered)
            .Select(row => row.ApplicationId)
            .ShouldBeSubsetOf(offered);
    }

    [Fact]
    public async Task Five_hundred_offers_are_one_unit_of_work()
    {
        await using var system = new TestSystem();
        var (cohort, ids) = await RankedAsync(system, 500, f => f with { Capacity = 500 });
        var version = (await system.DoAsync(new GetRanking(cohort.Id))).Version;
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var round = await system.DoAsync(new OfferBest(cohort.Id, version, Fields(500)));

        TestContext.Current.TestOutputHelper?.WriteLine($"500 offers in {clock.ElapsedMilliseconds} ms");
        round.Offered.ShouldBe(500);
        round.Rows.Select(row => row.ApplicationId).ShouldBe(ids);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(500);
    }

    static Task<IReadOnlyList<Guid>> OfferedAsync(TestSystem system) =>
        system.QueryAsync<Guid>("SELECT Id FROM Applications WHERE State = 'Offered'");

    /// <summary>Applications to a cohort, scored by one reviewer so that each is better than the next.</summary>
    static async Task<(CohortView Cohort, IReadOnlyList<Guid> Ids)> RankedAsync(
        TestSystem system,
        int count,
        Func<CohortFields, CohortFields>? change = null,
        Guid? courseVersionId = null
    )
    {
        var cohort = await system.AddCohortAsync(change, courseVersionId: courseVersionId);
        await system.AddSelectionAsync(cohort.Id, null, Callers.Instructor);
        var ids = new List<Guid>();
        for (var n = 0; n < count; n++)
        {
            ids.Add((await system.AddSubmittedAsync(cohort.Id)).Id);
            await system.ScoreAsync(ids[n], Callers.Instructor, 10 - (n / 100m), 30);
        }

        return (cohort, ids);
    }
}
