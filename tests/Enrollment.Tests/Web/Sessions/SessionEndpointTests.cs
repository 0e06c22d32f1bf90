using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Sessions;

/// <summary>Sessions over HTTP.</summary>
public sealed class SessionEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_registrar_plans_moves_cancels_and_deletes_and_a_student_reads()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var list = $"/api/v1/cohorts/{job.CohortId}/sessions";

        var made = (await web.Registrar.PostAsync(list, Fields("Lathe"))).Expect(201);
        made.Location.ShouldBe($"/api/v1/sessions/{(Guid)made["id"]!}");
        var read = (await web.Student.GetAsync(made.Location!)).Expect(200);
        ((string?)read["startTime"], (string?)read["startsAt"]).ShouldBe(("09:00", "2026-06-01T04:00:00Z"));

        (await web.Registrar.PutAsync(made.Location!, Fields("Mill"))).Expect(428);
        var moved = await web.Registrar.PutAsync(made.Location!, Fields("Mill"), ("If-Match", read.ETag!));
        ((string?)moved.Expect(200)["title"]).ShouldBe("Mill");
        var stale = await web.Registrar.PutAsync(made.Location!, Fields("Saw"), ("If-Match", read.ETag!));
        stale.ExpectProblem(412, "stale_version");
        var reason = new { Reason = "The hall is closed." };
        (await web.Registrar.PostAsync($"{made.Location}/cancel", reason)).Expect(200);
        var back = (await web.Registrar.PostAsync($"{made.Location}/reinstate", reason)).Expect(200);
        (await web.Registrar.CallAsync(HttpMethod.Delete, made.Location!)).Expect(428);
        (await web.Registrar.CallAsync(HttpMethod.Delete, made.Location!, null, ("If-Match", back.ETag!))).Expect(200);
        (await web.Student.GetAsync(made.Location!)).ExpectProblem(404, "session_not_found");
    }

    [Fact]
    public async Task A_series_sent_twice_with_its_key_is_made_once()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var list = $"/api/v1/cohorts/{job.CohortId}/sessions";
        var series = new
        {
            Title = "Theory",
            Weekdays = new[] { "monday", "wednesday" },
            Times = new[] { new { StartTime = "22:00", EndTime = "00:30" } },
            From = "2026-06-01",
            To = "2026-06-30",
            Skipped = new[] { "2026-06-08" },
        };
        var key = ("Idempotency-Key", $"series-{job.Tag}");

        var first = (await web.Registrar.PostAsync($"{list}/series", series, key)).Expect(201);
        var second = (await web.Registrar.PostAsync($"{list}/series", series, key)).Expect(201);
        (await web.Registrar.PostAsync($"{list}/series", series)).ExpectProblem(409, "session_taken");

        first["items"]!.AsArray().Count.ShouldBe(8);
        second.Text.ShouldBe(first.Text);
        var listed = (await web.Student.GetAsync($"{list}?limit=5")).Expect(200);
        var rest = (await web.Student.GetAsync($"{list}?cursor={(string)listed["nextCursor"]!}")).Expect(200);
        listed["items"]!
            .AsArray()
            .Concat(rest["items"]!.AsArray())
            .Select(s => (string)s!["heldOn"]!)
            .ShouldBe(first["items"]!.AsArray().Select(s => (string)s!["heldOn"]!));
        ((string?)listed["items"]![0]!["endsAt"]).ShouldBe("2026-06-01T19:30:00Z");
    }

    [Fact]
    public async Task What_can_not_be_read_names_its_field()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var list = $"/api/v1/cohorts/{job.CohortId}/sessions";

        (await web.Registrar.PostAsync(list, Fields("Lathe", start: "25:00"))).Expect(400);
        (await web.Registrar.PostAsync(list, Fields("Lathe", start: "12:00", end: "11:00")))
            .ExpectProblem(400, "invalid_request")
            .Fields.ShouldBe(["endTime"]);
        (await web.Instructor.PostAsync(list, Fields("Lathe"))).ExpectProblem(403, "permission_denied");
        (await web.Student.PostAsync($"{list}/series", new { })).Expect(400);
    }

    internal static object Fields(
        string title,
        string heldOn = "2026-06-01",
        string start = "09:00",
        string end = "10:30"
    ) =>
        new
        {
            Title = title,
            HeldOn = heldOn,
            StartTime = start,
            EndTime = end,
        };
}
