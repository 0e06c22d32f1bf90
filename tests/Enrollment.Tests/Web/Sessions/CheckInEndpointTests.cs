using System.Globalization;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Sessions;

/// <summary>Check-in over HTTP.</summary>
public sealed class CheckInEndpointTests
{
    [Fact]
    public async Task A_student_checks_in_by_the_code_on_the_instructors_screen()
    {
        await using var web = new WebSystem();
        await web.InitializeAsync();
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Student, web.StudentPersonId);
        var session = await RunningAsync(web, job);

        var shown = (await web.Instructor.GetAsync($"{session}/check-in-code")).Expect(200);
        shown.Header("Cache-Control").ShouldBe("no-store");
        (await web.Student.GetAsync($"{session}/check-in-code")).ExpectProblem(403, "permission_denied");
        var image = (await web.Instructor.GetAsync($"{session}/check-in-code.svg")).Expect(200);
        image.Header("Cache-Control").ShouldBe("no-store");
        (await web.Student.GetAsync($"{session}/check-in-code.svg")).ExpectProblem(403, "permission_denied");
        var code = new { Code = ((string)shown["code"]!).ToLowerInvariant() };
        var first = (await web.Student.PostAsync($"{session}/check-in", code)).Expect(200);
        var again = (await web.Student.PostAsync($"{session}/check-in", code)).Expect(200);

        ((Guid)first["enrollmentId"]!, (string?)first["state"], (bool)first["already"]!).ShouldBe(
            (enrollment, "present", false)
        );
        ((bool)again["already"]!).ShouldBeTrue();
        (await web.Student.PostAsync($"{session}/check-in", new { Code = "0000-0000" })).ExpectProblem(
            422,
            "wrong_code"
        );
        (await web.Instructor.PostAsync($"{session}/check-in", code)).ExpectProblem(403, "permission_denied");
        var listed = (await web.Instructor.GetAsync($"{session}/attendance")).Expect(200);
        ((string?)listed["items"]![0]!["source"]).ShouldBe("check-in");
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public async Task Whoever_guesses_codes_is_stopped_for_a_minute_and_nobody_else()
    {
        await using var web = new WebSystem { Arguments = ["--Enrollment:CheckInsPerMinute=3"] };
        await web.InitializeAsync();
        var job = await new Journey(web).OpenCohortAsync();
        var session = await RunningAsync(web, job);
        var guess = new { Code = "0000-0000" };
        for (var i = 0; i < 3; i++)
            (await web.Student.PostAsync($"{session}/check-in", guess)).ExpectProblem(422, "wrong_code");

        var stopped = await web.Student.PostAsync($"{session}/check-in", guess);

        stopped.ExpectProblem(429, "too_many_check_ins").Header("Retry-After").ShouldBe("60");
        (await web.Admin.PostAsync($"{session}/check-in", guess)).ExpectProblem(403, "check_in_by_trainee");
        (await web.Student.GetAsync(session)).Expect(200);
    }

    /// <summary>The address of a session that began a minute ago and lasts for two hours, at whatever time this runs.</summary>
    static async Task<string> RunningAsync(WebSystem web, Journey job)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Almaty");
        var start = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).AddMinutes(-1);
        var fields = SessionEndpointTests.Fields(
            "Lathe",
            start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            start.ToString("HH:mm", CultureInfo.InvariantCulture),
            start.AddHours(2).ToString("HH:mm", CultureInfo.InvariantCulture)
        );
        return (await web.Registrar.PostAsync($"/api/v1/cohorts/{job.CohortId}/sessions", fields))
            .Expect(201)
            .Location!;
    }
}
