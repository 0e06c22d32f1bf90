using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class ConditionalRequestTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_record_that_the_caller_has_is_not_sent_again()
    {
        var job = new Journey(web);
        var path = (await web.Manager.PostAsync("/api/v1/centers", job.CenterFields())).Expect(201).Location!;
        var read = (await web.Anonymous.GetAsync(path)).Expect(200);
        read.ETag.ShouldNotBeNull();

        foreach (var known in new[] { read.ETag!, $"\"0\", {read.ETag}", $"W/{read.ETag}", "*" })
        {
            var again = await web.Anonymous.GetAsync(path, ("If-None-Match", known));
            again.Expect(304).Bytes.ShouldBeEmpty();
            again.ETag.ShouldBe(read.ETag);
        }

        foreach (var other in new[] { "\"0\"", "nonsense" })
            (await web.Anonymous.GetAsync(path, ("If-None-Match", other))).Expect(200);
    }

    [Fact]
    public async Task A_cohort_whose_seats_moved_is_sent_again()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var path = $"/api/v1/cohorts/{job.CohortId}";
        var before = (await web.Anonymous.GetAsync(path)).Expect(200);
        await job.EnrollAsync(web.Registrar, await job.RegisterAsync());

        var after = await web.Anonymous.GetAsync(path, ("If-None-Match", before.ETag!));

        ((int?)after.Expect(200)["placesTaken"]).ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_that_changed_since_it_was_read_is_neither_ended_nor_replaced()
    {
        var path = $"/api/v1/certificates/{(await Journey.CertifyAsync(web))["id"]}";
        var reason = new { Reason = "Lost." };
        var seen = (await web.Registrar.GetAsync(path)).Expect(200).ETag!;
        foreach (var verb in (string[])["suspend", "resume"])
            (await web.Registrar.PostAsync($"{path}/{verb}", reason)).Expect(200);

        foreach (var verb in (string[])["replace", "revoke", "suspend"])
        {
            var late = await web.Registrar.PostAsync($"{path}/{verb}", reason, ("If-Match", seen));
            late.ExpectProblem(412, "stale_version");
        }

        var now = (await web.Registrar.GetAsync(path)).Expect(200).ETag!;
        (await web.Registrar.PostAsync($"{path}/replace", reason, ("If-Match", now))).Expect(201);
    }

    [Fact]
    public async Task An_edit_with_the_ETag_that_was_read_is_made_once()
    {
        var job = new Journey(web);
        var made = (await web.Manager.PostAsync("/api/v1/centers", job.CenterFields())).Expect(201);
        var path = made.Location!;
        var fields = job.CenterFields(name: "Renamed Center");

        var edited = (await web.Manager.PutAsync(path, fields, ("If-Match", made.ETag!))).Expect(200);

        ((string?)edited["name"]).ShouldBe("Renamed Center");
        edited.ETag.ShouldNotBe(made.ETag);
        (await web.Manager.PutAsync(path, fields, ("If-Match", made.ETag!))).ExpectProblem(412, "stale_version");
        (await web.Manager.PutAsync(path, fields, ("If-Match", "\"2\""))).Expect(200);
    }

    [Fact]
    public async Task An_edit_without_the_ETag_is_asked_for_it()
    {
        var job = new Journey(web);
        var made = (await web.Manager.PostAsync("/api/v1/centers", job.CenterFields())).Expect(201);

        var answer = await web.Manager.PutAsync(made.Location!, job.CenterFields());

        answer.ExpectProblem(428, "if_match_missing");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"one\"")]
    [InlineData("W/\"1\"")]
    [InlineData("*")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"99999999999999\"")]
    [InlineData("\"-1\"")]
    public async Task An_ETag_that_can_not_be_one_is_refused(string tag)
    {
        var job = new Journey(web);
        var made = (await web.Manager.PostAsync("/api/v1/centers", job.CenterFields())).Expect(201);

        var answer = await web.Manager.PutAsync(made.Location!, job.CenterFields(), ("If-Match", tag));

        answer.ExpectProblem(400, "if_match_unreadable");
    }

    [Fact]
    public async Task A_transition_may_demand_the_version_that_was_seen()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var id = await job.ApplyAsync(web.Registrar, await job.RegisterAsync());
        var path = $"/api/v1/applications/{id}";
        var draft = (await web.Registrar.GetAsync(path)).Expect(200);
        (await web.Registrar.PostAsync($"{path}/submit", null, ("If-Match", draft.ETag!))).Expect(200);

        var answer = await web.Registrar.PostAsync($"{path}/review", null, ("If-Match", draft.ETag!));

        answer.ExpectProblem(412, "stale_version");
    }
}
