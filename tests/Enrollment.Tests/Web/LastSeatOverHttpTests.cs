using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>Rule 6 as applicants meet it: two hundred connections, one seat.</summary>
public sealed class LastSeatOverHttpTests(WebSystem web) : IClassFixture<WebSystem>
{
    const int Crowd = 200;

    [Fact]
    public async Task Two_hundred_who_accept_the_last_place_at_once_over_HTTP_enroll_one()
    {
        var job = await new Journey(web) { Capacity = 1, Overbooking = Crowd - 1 }.OpenCohortAsync();
        var offers = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(n => OfferAsync(job, n)));

        var answers = await Task.WhenAll(
            offers.Select(id => web.Registrar.PostAsync($"/api/v1/applications/{id}/accept"))
        );

        answers.Count(a => a.Status == 200).ShouldBe(1);
        foreach (var other in answers.Where(a => a.Status != 200))
            other.ExpectProblem(409, "cohort_full");
        var cohort = (await web.Registrar.GetAsync($"/api/v1/cohorts/{job.CohortId}")).Expect(200);
        ((int?)cohort["placesTaken"], (int?)cohort["seatsHeld"]).ShouldBe((1, Crowd));
        var trainees = (await web.Registrar.GetAsync($"/api/v1/cohorts/{job.CohortId}/enrollments")).Expect(200);
        trainees["items"]!.AsArray().Count.ShouldBe(1);
    }

    async Task<Guid> OfferAsync(Journey job, int number)
    {
        var person = await job.RegisterAsync($"Nurlan Akhmetov {number}");
        var id = await job.ApplyAsync(web.Registrar, person);
        await Journey.MoveAsync(web.Registrar, id, "submit");
        await Journey.MoveAsync(web.Registrar, id, "offer", new { OfferExpiresOn = job.Today.AddDays(7) });
        return id;
    }
}
