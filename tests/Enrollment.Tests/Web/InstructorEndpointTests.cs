using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>Whose cohorts are, and what an instructor sends, over HTTP alone.</summary>
public sealed class InstructorEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_registrar_assigns_instructors_and_the_others_are_told_whom_to_ask()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var path = $"/api/v1/cohorts/{job.CohortId}/instructors";
        var before = (await web.Instructor.GetAsync(path)).Expect(200);
        ((bool)before["openToAll"]!).ShouldBeTrue();
        var body = new { Instructors = new[] { new { UserId = "somebody-else", Name = "Dana" } } };
        (await web.Registrar.PutAsync(path, body)).ExpectProblem(428, "if_match_missing");

        var set = (await web.Registrar.PutAsync(path, body, ("If-Match", before.ETag!))).Expect(200);

        ((bool)set["openToAll"]!, (string?)set["instructors"]![0]!["name"]).ShouldBe((false, "Dana"));
        var cohort = $"/api/v1/cohorts/{job.CohortId}";
        foreach (var part in new[] { "gradebook", "marks", "statistics", "mark-sheet.csv", "results", "attendance" })
            (await web.Instructor.GetAsync($"{cohort}/{part}")).ExpectProblem(403, "not_your_cohort");
        (await web.Manager.GetAsync($"{cohort}/gradebook")).Expect(200);
        var nobody = new { Instructors = Array.Empty<object>() };
        (await web.Registrar.PutAsync(path, nobody, ("If-Match", set.ETag!))).Expect(200);
        (await web.Instructor.GetAsync($"{cohort}/gradebook")).Expect(200);
    }

    [Fact]
    public async Task A_day_of_submission_stays_where_it_is_left_out_and_goes_where_it_is_null()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Student, web.StudentPersonId);
        var day = job.HeldOn.ToString("yyyy-MM-dd", null);
        await MarkAsync(60, 0, body => body["submittedOn"] = day);
        await MarkAsync(61, 1, _ => { });
        (await SubmittedAsync()).ShouldBe(day);
        await MarkAsync(61, 2, body => body["submittedOn"] = null);
        (await SubmittedAsync()).ShouldBeNull();
        var path = $"/api/v1/enrollments/{enrollment}/marks/{job.ComponentId}";
        var stale = (await web.Instructor.PutAsync(path, Body(70, 1))).ExpectProblem(412, "stale_version");
        ((string)stale["problems"]![0]!["message"]!).ShouldContain("the mark 61 now, version 3");

        async Task MarkAsync(decimal value, int version, Action<JsonObject> change)
        {
            var body = Body(value, version);
            change(body);
            (await web.Instructor.PutAsync($"/api/v1/enrollments/{enrollment}/marks/{job.ComponentId}", body)).Expect(
                200
            );
        }

        async Task<string?> SubmittedAsync() =>
            (string?)
                (await web.Instructor.GetAsync($"/api/v1/enrollments/{enrollment}/result")).Expect(200)["marks"]!
                    .AsArray()
                    .ShouldHaveSingleItem()!["submittedOn"];

        static JsonObject Body(decimal value, int version) =>
            new()
            {
                ["state"] = "marked",
                ["value"] = value,
                ["version"] = version,
                ["reason"] = version == 0 ? null : "Added up again.",
            };
    }

    [Fact]
    public async Task A_meeting_that_was_entered_by_mistake_is_corrected_or_taken_away()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var made = (await web.Registrar.PostAsync("/api/v1/board-meetings", job.MeetingFields("12/2026"))).Expect(201);
        var body = new { MinutesNumber = "13/2026", Attendees = Array.Empty<object>() };

        var corrected = (await web.Registrar.PutAsync(made.Location!, body, ("If-Match", made.ETag!))).Expect(200);
        var gone = await web.Registrar.CallAsync(
            HttpMethod.Delete,
            made.Location!,
            null,
            ("If-Match", corrected.ETag!)
        );

        ((string?)corrected["minutesNumber"]).ShouldBe("13/2026");
        ((string?)gone.Expect(200)["minutesNumber"]).ShouldBe("13/2026");
        (await web.Registrar.GetAsync(made.Location!)).ExpectProblem(404, "board_meeting_not_found");
    }
}
