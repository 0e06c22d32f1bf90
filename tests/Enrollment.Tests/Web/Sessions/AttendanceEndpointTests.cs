using System.Globalization;
using Enrollment.Cohorts;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Sessions;

/// <summary>Attendance over HTTP.</summary>
public sealed class AttendanceEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task An_instructor_records_and_the_trainee_reads_the_own_share_and_nobody_elses()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var mine = await job.EnrollAsync(web.Student, web.StudentPersonId);
        var other = await job.EnrollAsync(web.Registrar, await job.RegisterAsync());
        var session = await PlanAsync(job);
        var path = $"/api/v1/sessions/{session}/attendance";
        var entries = new object[]
        {
            new
            {
                EnrollmentId = mine,
                State = "late",
                MinutesLate = 5,
            },
            new { EnrollmentId = other, State = "present" },
            new { EnrollmentId = Guid.NewGuid(), State = "present" },
        };

        (await web.Student.PutAsync(path, new { Trainees = entries })).ExpectProblem(403, "permission_denied");
        var answers = (await web.Instructor.PutAsync(path, new { Trainees = entries })).Expect(200)["answers"]!;

        answers.AsArray().Select(a => (string)a!["outcome"]!).ShouldBe(["created", "created", "refused"]);
        var listed = (await web.Registrar.GetAsync(path)).Expect(200)["items"]!.AsArray();
        listed.Select(t => (string?)t!["state"]).ShouldBe(["late", "present"], ignoreOrder: true);
        var own = (await web.Student.GetAsync($"/api/v1/enrollments/{mine}/attendance")).Expect(200);
        ((string?)own["sessions"]![0]!["state"], (decimal?)own["share"]!["percent"]).ShouldBe(("late", 100m));
        own["share"]!["share"].ShouldBeNull();
        var foreign = await web.Student.GetAsync($"/api/v1/enrollments/{other}/attendance");
        foreign.ExpectProblem(403, "not_your_record");
        (await web.Student.GetAsync(path)).ExpectProblem(403, "permission_denied");
        (await web.Instructor.GetAsync($"{path}/history")).Expect(200)["items"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_cohorts_matrix_is_read_page_by_page_and_as_a_file()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var first = await job.EnrollAsync(web.Registrar, await job.RegisterAsync("=Dana, Akhmetova"));
        var second = await job.EnrollAsync(web.Registrar, await job.RegisterAsync());
        var session = await PlanAsync(job);
        var list = new { Trainees = new[] { new { EnrollmentId = first, State = "excused" } } };
        (await web.Instructor.PutAsync($"/api/v1/sessions/{session}/attendance", list)).Expect(200);
        var matrix = $"/api/v1/cohorts/{job.CohortId}/attendance";

        var page = (await web.Manager.GetAsync($"{matrix}?limit=1")).Expect(200);
        var rest = (await web.Manager.GetAsync($"{matrix}?limit=1&cursor={(string)page["nextCursor"]!}")).Expect(200);
        var file = (await web.Manager.GetAsync($"{matrix}.csv")).Expect(200);

        ((Guid)page["items"]![0]!["enrollmentId"]!, (Guid)rest["items"]![0]!["enrollmentId"]!).ShouldBe(
            (first, second)
        );
        page["items"]![0]!["share"]!["percent"].ShouldBeNull();
        ((int)rest["items"]![0]!["share"]!["notRecorded"]!).ShouldBe(1);
        file.Type.ShouldBe("text/csv");
        file.Text.TrimStart('\uFEFF')
            .ShouldBe(
                $"Enrollment,Name,{Today()} 00:00 Lathe,Counted,Attended,Excused,Absent,Not recorded,Percent\r\n"
                    + $"{first},\"'=Dana, Akhmetova\",excused,1,0,1,0,0,\r\n"
                    + $"{second},Nurlan Akhmetov,,1,0,0,0,1,0\r\n"
            );
        (await web.Student.GetAsync($"{matrix}.csv")).ExpectProblem(403, "permission_denied");
        var nowhere = await web.Manager.GetAsync($"/api/v1/cohorts/{Guid.NewGuid()}/attendance.csv");
        nowhere.ExpectProblem(404, "cohort_not_found");
    }

    /// <summary>A session that was held in the first minute of today.</summary>
    async Task<Guid> PlanAsync(Journey job)
    {
        var fields = SessionEndpointTests.Fields("Lathe", Today(), "00:00", "00:01");
        var made = await web.Registrar.PostAsync($"/api/v1/cohorts/{job.CohortId}/sessions", fields);
        return (Guid)made.Expect(201)["id"]!;
    }

    /// <summary>The day at the center, which is already tomorrow's in the evening of UTC.</summary>
    static string Today() =>
        LocalDay.Of(DateTimeOffset.UtcNow, "Asia/Almaty").ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
