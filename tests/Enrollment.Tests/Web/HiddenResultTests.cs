using System.Globalization;
using System.Net.Http.Headers;
using Enrollment.Accounts;
using Enrollment.Tests.Web.Sessions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>
/// What a student can tell of marks, results and decisions that weren't released, from any answer of the whole API (rule
/// 18). The clock stands still, so that every byte can be held against what stood there before.
/// </summary>
public sealed class HiddenResultTests
{
    static readonly DateTimeOffset now = new(2026, 3, 10, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_student_can_tell_nothing_of_what_was_entered_computed_and_decided_since_the_last_release()
    {
        await using var web = new WebSystem
        {
            Time = new FakeTimeProvider(now),
            Arguments = ["--Enrollment:CheckInsPerMinute=10000"],
        };
        await web.InitializeAsync();
        var c = await AssessedClass.OpenAsync(web);

        var empty = await c.WalkAsync();
        empty.Count.ShouldBeGreaterThan(2_000);
        empty
            .Where(answer => !answer.Key.StartsWith("GET ", StringComparison.Ordinal) && Status(answer.Value) < 300)
            .ShouldBeEmpty();

        await c.Job.MarkAsync(c.Mine, 82.5m);
        await c.Job.MarkAsync(c.Fellow, 40);
        ShouldBeSame(empty, await c.WalkAsync());
        await c.Job.ComputeAsync();
        await c.DecideAsync(c.FirstMeeting);
        ShouldBeSame(empty, await c.WalkAsync());

        await c.ReleaseAsync();
        var released = await c.WalkAsync();
        Changes(empty, released).Select(Path).Distinct().ShouldBe(c.Shown, ignoreOrder: true);
        ShouldShow(await c.ResultAsync(), 82.5m, 83, "merit");
        ((string?)(await web.Student.GetAsync($"/api/v1/enrollments/{c.Mine}"))["state"]).ShouldBe("completed");

        await c.AppealAsync();
        var appealed = await c.WalkAsync();
        var fields = new
        {
            State = "marked",
            Value = 45,
            Version = 1,
            Reason = "Two pages were counted twice.",
        };
        var mark = $"/api/v1/enrollments/{c.Mine}/marks/{c.Job.ComponentId}";
        (await web.Instructor.PutAsync(mark, fields)).Expect(200);
        await c.Job.ComputeAsync();
        await c.DecideAsync(c.SecondMeeting);
        ShouldBeSame(appealed, await c.WalkAsync());
        var known = (await web.Instructor.GetAsync($"/api/v1/enrollments/{c.Mine}/result")).Expect(200);
        ShouldShow(known, 45, 45, "fail");

        await c.ReleaseAsync();
        ShouldShow(await c.ResultAsync(), 45, 45, "fail");
        ((string?)(await web.Student.GetAsync($"/api/v1/enrollments/{c.Mine}"))["state"]).ShouldBe("failed");
        var transcript = (await web.Student.GetAsync($"/api/v1/enrollments/{c.Mine}/transcript?language=kk")).Expect(
            200
        );
        ((string?)transcript["contents"]!["decision"]!["minutesNumber"]).ShouldBe("2/2026");
        ((string?)transcript["holder"]!["names"]![0]!["fullName"]).ShouldBe("Aruzhan Serikkyzy Nurlan");
    }

    static void ShouldShow(Answer answer, decimal mark, decimal result, string decision)
    {
        ((decimal)answer["marks"]!.AsArray().ShouldHaveSingleItem()!["value"]!).ShouldBe(mark);
        ((decimal)answer["result"]!["mark"]!, (string?)answer["result"]!["decision"]).ShouldBe((result, decision));
    }

    static void ShouldBeSame(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        Changes(before, after)
            .Select(request => $"{request}\n{before.GetValueOrDefault(request)}\n-- became --\n{after[request]}")
            .ShouldBeEmpty();

    static IEnumerable<string> Changes(
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> after
    ) => after.Keys.Union(before.Keys).Where(r => before.GetValueOrDefault(r) != after.GetValueOrDefault(r));

    static int Status(string answer) => int.Parse(answer[..3], CultureInfo.InvariantCulture);

    static string Path(string request) => request.Split(' ', '?')[1];

    /// <summary>The student and a fellow trainee in a cohort with everything around it, before any mark.</summary>
    sealed record AssessedClass(
        WebSystem Web,
        Journey Job,
        Guid Mine,
        Guid Fellow,
        Guid FirstMeeting,
        Guid SecondMeeting
    )
    {
        IReadOnlyList<Guid> ids = [];

        internal static async Task<AssessedClass> OpenAsync(WebSystem web)
        {
            var today = new DateOnly(2026, 3, 10);
            var job = await new Journey(web) { Today = today, HeldOn = today.AddDays(-1) }.OpenCohortAsync();
            var fellow = await job.RegisterAsync();
            var c = new AssessedClass(
                web,
                job,
                await job.EnrollAsync(web.Student, web.StudentPersonId),
                await job.EnrollAsync(web.Registrar, fellow),
                Journey.Id(await web.Registrar.PostAsync("/api/v1/board-meetings", job.MeetingFields("1/2026"))),
                Journey.Id(await web.Registrar.PostAsync("/api/v1/board-meetings", job.MeetingFields("2/2026")))
            );
            var session = SessionEndpointTests.Fields("Lathe", "2026-03-10", "11:00", "13:00");
            var applications = (await web.Registrar.GetAsync($"/api/v1/cohorts/{job.CohortId}/applications")).Expect(
                200
            );
            c.ids =
            [
                web.StudentPersonId,
                fellow,
                c.Mine,
                c.Fellow,
                .. applications["items"]!.AsArray().Select(application => (Guid)application!["id"]!),
                job.CenterId,
                job.CourseId,
                job.CourseVersionId,
                job.SchemeId,
                job.ComponentId,
                job.CohortId,
                c.FirstMeeting,
                c.SecondMeeting,
                Journey.Id(await web.Registrar.PostAsync($"/api/v1/cohorts/{job.CohortId}/sessions", session)),
                Guid.Empty,
            ];
            return c;
        }

        /// <summary>Every answer whose bytes a release may change: the own record, and that the cohort has its results.</summary>
        internal IReadOnlyList<string> Shown =>
            [
                "/api/v1/cohorts",
                $"/api/v1/cohorts/{Job.CohortId}",
                $"/api/v1/enrollments/{Mine}",
                $"/api/v1/enrollments/{Mine}/result",
                $"/api/v1/enrollments/{Mine}/result/explanation",
                $"/api/v1/enrollments/{Mine}/transcript",
                $"/api/v1/enrollments/{Mine}/transcript.pdf",
                $"/api/v1/people/{Web.StudentPersonId}/enrollments",
            ];

        internal async Task<IReadOnlyDictionary<string, string>> WalkAsync()
        {
            using var http = new HttpClient { BaseAddress = Web.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                WebSystem.Token(Role.Student)
            );
            var document = (await Web.Anonymous.GetAsync("/openapi/v1.json")).Json;
            return await new ApiWalk(http, document, ids, ["en", "kk", "ru", "zh", "1/2026"]).AnswersAsync();
        }

        /// <summary>As computed, and the minutes are sealed.</summary>
        internal async Task DecideAsync(Guid meeting)
        {
            var path = $"/api/v1/board-meetings/{meeting}";
            var decisions = new[] { new { EnrollmentId = Mine }, new { EnrollmentId = Fellow } };
            var decided = (await Web.Registrar.PostAsync($"{path}/decisions", new { decisions })).Expect(200);
            decided["answers"]!.AsArray().ShouldAllBe(answer => answer!["problem"] == null);
            await Job.AttendAsync(meeting);
            (await Web.Registrar.PostAsync($"{path}/seal")).Expect(200);
        }

        /// <summary>The student's appeal is upheld, and waits for a board to decide anew.</summary>
        internal async Task AppealAsync()
        {
            var appeal = new
            {
                Grounds = new[] { "calculation-error" },
                Statement = "Two pages were added up wrongly.",
            };
            var id = Journey.Id(await Web.Student.PostAsync($"/api/v1/enrollments/{Mine}/appeals", appeal));
            ids = [.. ids, id];
            (await Web.Manager.PostAsync($"/api/v1/appeals/{id}/review")).Expect(200);
            var reason = new { Reason = "They were." };
            (await Web.Manager.PostAsync($"/api/v1/appeals/{id}/uphold", reason)).Expect(200);
        }

        internal async Task ReleaseAsync() =>
            (await Web.Registrar.PostAsync($"/api/v1/cohorts/{Job.CohortId}/release")).Expect(200);

        internal async Task<Answer> ResultAsync() =>
            (await Web.Student.GetAsync($"/api/v1/enrollments/{Mine}/result")).Expect(200);
    }
}
