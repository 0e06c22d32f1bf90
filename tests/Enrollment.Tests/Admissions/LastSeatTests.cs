using Enrollment.Admissions;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>Rule 6: two hundred at once, and exactly one.</summary>
public sealed class LastSeatTests
{
    const int Crowd = 200;

    [Fact]
    public async Task Two_hundred_offers_of_the_last_seat_make_one()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1 });
        var applications = await CrowdAsync(system, cohort.Id, ApplicationState.Submitted);

        var results = await AtOnceAsync(applications, a => system.ChangeAsync(a.Id, ApplicationVerb.Offer));

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).Select(r => r.Refusal!.Code).Distinct().ShouldBe(["cohort_full"]);
        await StatesAreAsync(system, ("Offered", 1), ("Submitted", Crowd - 1));
        var after = await system.CohortAsync(cohort.Id);
        (after.SeatsHeld, after.PlacesTaken).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Forty_who_accept_at_once_are_numbered_without_gaps_and_so_are_those_that_are_brought_in()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 60 });
        await system.AddTraineesAsync(cohort.Id, [await system.AddPersonAsync(), await system.AddPersonAsync()]);
        var offers = await CrowdAsync(system, cohort.Id, ApplicationState.Offered, 40);

        await AtOnceAsync(offers, a => system.ChangeAsync(a.Id, ApplicationVerb.Accept, Callers.Student(a.PersonId)));
        await system.AddTraineeAsync(cohort.Id);

        (await system.QueryAsync<int>("SELECT TraineeNumber FROM Enrollments ORDER BY TraineeNumber")).ShouldBe(
            Enumerable.Range(1, 43)
        );
    }

    [Fact]
    public async Task Two_hundred_who_accept_the_last_place_at_once_enroll_one_and_keep_their_offers()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1, Overbooking = Crowd - 1 });
        var offers = await CrowdAsync(system, cohort.Id, ApplicationState.Offered);

        var results = await AtOnceAsync(
            offers,
            a => system.ChangeAsync(a.Id, ApplicationVerb.Accept, Callers.Student(a.PersonId))
        );

        var enrolled = results.Where(r => r.Refusal is null).ShouldHaveSingleItem().Value;
        enrolled.State.ShouldBe(ApplicationState.Enrolled);
        results.Where(r => r.Refusal is not null).Select(r => r.Refusal!.Code).Distinct().ShouldBe(["cohort_full"]);
        await StatesAreAsync(system, ("Enrolled", 1), ("Offered", Crowd - 1));
        foreach (var offer in offers.Where(o => o.Id != enrolled.Id).Take(5))
        {
            var after = await system.DoAsync(new GetApplication(offer.Id));
            (after.OfferExpiresAt, after.Version).ShouldBe((offer.OfferExpiresAt, offer.Version));
        }

        (await system.QueryAsync<Guid>("SELECT PersonId FROM Enrollments"))
            .ShouldHaveSingleItem()
            .ShouldBe(enrolled.PersonId);
        var seats = await system.CohortAsync(cohort.Id);
        (seats.SeatsHeld, seats.PlacesTaken).ShouldBe((Crowd, 1));
        (
            await system.QueryAsync<long>("SELECT COUNT(*) FROM AuditEvents WHERE Action = 'application.accept'")
        ).ShouldBe([1L]);
    }

    [Fact]
    public async Task Accepting_two_hundred_times_at_once_enrolls_once()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offer = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        var results = await AtOnceAsync(
            Enumerable.Repeat(offer, Crowd),
            a => system.ChangeAsync(a.Id, ApplicationVerb.Accept, Callers.Student(a.PersonId))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results
            .Where(r => r.Refusal is not null)
            .Select(r => r.Refusal!.Code)
            .Distinct()
            .ShouldBe(["transition_not_allowed"]);
        (await system.CountAsync("Enrollments")).ShouldBe(1);
        var after = await system.CohortAsync(cohort.Id);
        (after.SeatsHeld, after.PlacesTaken).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_seat_that_is_given_back_can_be_taken_again()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1 });
        var first = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var second = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        (await system.ChangeAsync(second.Id, ApplicationVerb.Offer)).Refusal!.Code.ShouldBe("cohort_full");

        await system.ChangeAsync(first.Id, ApplicationVerb.Decline);

        (await system.ChangeAsync(second.Id, ApplicationVerb.Offer)).Refusal.ShouldBeNull();
    }

    static async Task<ApplicationView[]> CrowdAsync(
        TestSystem system,
        Guid cohortId,
        ApplicationState state,
        int crowd = Crowd
    ) =>
        await Task.WhenAll(
            Enumerable.Range(0, crowd).Select(_ => Task.Run(() => system.AddApplicationAsync(cohortId, state)))
        );

    /// <summary>All stand ready before the first one starts.</summary>
    static async Task<Result<ApplicationView>[]> AtOnceAsync(
        IEnumerable<ApplicationView> applications,
        Func<ApplicationView, Task<Result<ApplicationView>>> send
    )
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = applications
            .Select(async application =>
            {
                await start.Task;
                await Task.Yield();
                return await send(application);
            })
            .ToList();
        start.SetResult();
        return await Task.WhenAll(all);
    }

    static async Task StatesAreAsync(TestSystem system, params (string State, int Count)[] expected)
    {
        var states = await system.QueryAsync<string>("SELECT State FROM Applications");
        states.GroupBy(s => s).Select(g => (g.Key, g.Count())).ShouldBe(expected, ignoreOrder: true);
    }
}
