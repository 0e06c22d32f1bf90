using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>A board, an appeal and a review, over HTTP alone.</summary>
public sealed class BoardEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_board_works_its_agenda_off_and_its_minutes_are_printed()
    {
        var job = await new Journey(web)
        {
            FurtherTitles = [new("kk", "Сандық білдектермен жұмыс")],
            FurtherNames = [new("ru", "Алматинский учебный центр")],
        }.OpenCohortAsync();
        var close = await TraineeAsync(job, "Close Call", 69.5m);
        var clear = await TraineeAsync(job, "Нұрлан Ахметов", 82.5m);
        await job.ComputeAsync();
        var path = await MeetingAsync(job, "1/2026");

        var agenda = (await web.Registrar.GetAsync($"{path}/agenda?cohortId={job.CohortId}")).Expect(200);
        var cohort = agenda["items"]!.AsArray().ShouldHaveSingleItem()!;
        var rows = cohort["rows"]!.AsArray();
        rows.Select(r => (Guid)r!["enrollmentId"]!).ShouldBe([close, clear]);
        rows[0]!["flags"]!.AsArray().Select(f => (string)f!).ShouldBe(["borderline"]);
        ((decimal)rows[0]!["below"]!, (string?)rows[0]!["nextClass"]).ShouldBe((0.5m, "merit"));
        ((int)cohort["byOutcome"]!["merit"]!, (int)cohort["flagged"]!).ShouldBe((2, 1));
        (await web.Registrar.GetAsync($"{path}/agenda?cohortId={Guid.NewGuid()}")).ExpectProblem(
            404,
            "cohort_not_on_agenda"
        );

        var unflagged = (await web.Registrar.PostAsync($"{path}/decide-unflagged")).Expect(200);
        ((int)unflagged["decided"]!, (Guid)unflagged["left"]![0]!["enrollmentId"]!).ShouldBe((1, close));
        await DecideWithOldResultAsync(path, close, rows[0]!);
        await ChangeAsync($"{path}/decisions/{close}");
        (await web.Registrar.PostAsync($"{path}/seal")).ExpectProblem(422, "chair_missing");
        var draft = (await web.Instructor.GetAsync($"{path}/minutes")).Expect(200);
        ((bool)draft["draft"]!, draft["hash"]).ShouldBe((true, null));
        await AttendAsync(path);
        (await web.Registrar.PostAsync($"{path}/seal")).ExpectProblem(422, "undecided_left");
        (await web.Registrar.PostAsync($"{path}/seal", new { Undecided = 1 })).Expect(200);

        var minutes = (await web.Registrar.GetAsync($"{path}/minutes")).Expect(200);
        ((string)minutes["hash"]!).Length.ShouldBe(64);
        ((string?)minutes["minutes"]!["decisions"]![0]!["decision"]).ShouldNotBeNull();
        ((string?)minutes["minutes"]!["furtherCenterNames"]![0]!["text"]).ShouldBe("Алматинский учебный центр");
        var minuted = minutes["minutes"]!["cohorts"]!.AsArray().ShouldHaveSingleItem()!;
        ((Guid)minuted["cohortId"]!, (string?)minuted["courseTitle"]).ShouldBe(
            (job.CohortId, "Operation of CNC Machine Tools")
        );
        ((string?)minuted["furtherCourseTitles"]![0]!["text"]).ShouldBe("Сандық білдектермен жұмыс");
        var file = (await web.Registrar.GetAsync($"{path}/minutes.pdf")).Expect(200);
        file.Type.ShouldBe("application/pdf");
        Encoding.ASCII.GetString(file.Bytes, 0, 5).ShouldBe("%PDF-");
        file.Header("Content-Disposition")!.ShouldContain("minutes-1-2026.pdf");
        var translated = (await web.Registrar.GetAsync($"{path}/minutes.pdf?language=kk")).Expect(200);
        translated.Header("Content-Disposition")!.ShouldContain("minutes-1-2026-kk.pdf");
        Encoding.Latin1.GetString(translated.Bytes).ShouldContain("/Lang(kk)");
        (await web.Registrar.GetAsync($"/api/v1/board-meetings/{Guid.NewGuid()}/minutes.pdf")).ExpectProblem(
            404,
            "board_meeting_not_found"
        );
        (await web.Student.GetAsync($"{path}/minutes")).ExpectProblem(403, "permission_denied");
    }

    [Fact]
    public async Task A_trainee_appeals_and_a_board_that_decides_anew_opens_a_review_of_the_certificate()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var trainee = await job.EnrollAsync(web.Student, web.StudentPersonId);
        await job.MarkAsync(trainee, 55);
        await job.ComputeAsync();
        await job.DecideAsync(trainee);
        var certificate = (Guid)(await job.IssueAsync(trainee))["id"]!;
        var own = $"/api/v1/enrollments/{trainee}/appeals";
        var body = new { Grounds = new[] { "calculation-error" }, Statement = "Two points are missing." };
        (await web.Student.PostAsync(own, body)).ExpectProblem(422, "results_not_released");
        (await web.Registrar.PostAsync($"/api/v1/cohorts/{job.CohortId}/release")).Expect(200);

        var lodged = (await web.Student.PostAsync(own, body)).Expect(201);
        var appeal = lodged.Location!;
        (await web.Student.PostAsync(own, body)).ExpectProblem(409, "appeal_open_already");
        (await web.Instructor.PostAsync($"{appeal}/review")).ExpectProblem(403, "appeal_by_marker");
        (await web.Manager.PostAsync($"{appeal}/review", null, ("If-Match", lodged.ETag!))).Expect(200);
        (await web.Manager.PostAsync($"{appeal}/uphold")).ExpectProblem(422, "reason_missing");
        (await web.Manager.PostAsync($"{appeal}/uphold", new { Reason = "They are." })).Expect(200);
        (await web.Student.PostAsync($"{appeal}/withdraw")).ExpectProblem(409, "transition_not_allowed");
        var seen = (await web.Student.GetAsync(own)).Expect(200)["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)seen["state"], (string?)seen["reason"]).ShouldBe(("upheld", "They are."));
        (await web.Student.GetAsync(appeal)).Expect(200);
        (await web.Registrar.GetAsync("/api/v1/appeals?state=upheld")).Expect(200);

        var path = await MeetingAsync(job, "2/2026");
        var decide = new
        {
            Decisions = new[]
            {
                new
                {
                    EnrollmentId = trainee,
                    Decision = "merit",
                    DepartureReason = "The appeal.",
                },
            },
        };
        (await web.Registrar.PostAsync($"{path}/decisions", decide)).Expect(200);
        await AttendAsync(path);
        (await web.Registrar.PostAsync($"{path}/seal")).Expect(200);
        await ReviewAsync(certificate);
    }

    async Task ReviewAsync(Guid certificate)
    {
        var open = (await web.Registrar.GetAsync("/api/v1/certificate-reviews?state=open")).Expect(200);
        var review = open["items"]!.AsArray().Single(r => (Guid)r!["certificateId"]! == certificate)!;
        ((string?)review["certifiedAs"], (string?)review["decidedAs"]).ShouldBe(("Pass", "Merit"));
        var path = $"/api/v1/certificate-reviews/{review["id"]}";
        (await web.Registrar.GetAsync(path)).Expect(200);
        var revoked = new { Outcome = "revoked", Reason = "So it was." };
        (await web.Registrar.PostAsync($"{path}/close", revoked)).ExpectProblem(422, "review_outcome_untrue");
        var kept = new { Outcome = "kept", Reason = "The trainee wants no other." };
        (await web.Registrar.PostAsync($"{path}/close", kept)).Expect(200);
        (await web.Registrar.PostAsync($"{path}/close", kept)).ExpectProblem(409, "review_closed");
    }

    async Task DecideWithOldResultAsync(string path, Guid trainee, JsonNode row)
    {
        var seen = (DateTimeOffset)row["computedAt"]!;
        var stale = await DecideAsync(seen.AddSeconds(-1));
        ((string?)stale["problem"]!["code"]).ShouldBe("result_changed");
        ((DateTimeOffset)stale["result"]!["computedAt"]!).ShouldBe(seen);
        (await DecideAsync(seen))["problem"].ShouldBeNull();

        async Task<JsonNode> DecideAsync(DateTimeOffset computedAt)
        {
            var body = new { Decisions = new[] { new { EnrollmentId = trainee, ComputedAt = computedAt } } };
            return (await web.Registrar.PostAsync($"{path}/decisions", body)).Expect(200)["answers"]![0]!;
        }
    }

    async Task ChangeAsync(string path)
    {
        var read = (await web.Registrar.GetAsync(path)).Expect(200);
        var body = new { Decision = "fail", DepartureReason = "Copied." };
        (await web.Registrar.PutAsync(path, body)).ExpectProblem(428, "if_match_missing");
        var changed = (await web.Registrar.PutAsync(path, body, ("If-Match", read.ETag!))).Expect(200);
        (await web.Registrar.PutAsync(path, body, ("If-Match", read.ETag!))).ExpectProblem(412, "stale_version");
        (await web.Registrar.CallAsync(HttpMethod.Delete, path, null, ("If-Match", changed.ETag!))).Expect(200);
        (await web.Registrar.GetAsync(path)).ExpectProblem(404, "decision_not_found");
    }

    /// <summary>A meeting that decides on the cohort; its address.</summary>
    async Task<string> MeetingAsync(Journey job, string number)
    {
        var made = (await web.Registrar.PostAsync("/api/v1/board-meetings", job.MeetingFields(number))).Expect(201);
        var body = new { CohortIds = new[] { job.CohortId } };
        (await web.Registrar.PutAsync($"{made.Location}/cohorts", body, ("If-Match", made.ETag!))).Expect(200);
        return made.Location!;
    }

    async Task AttendAsync(string path)
    {
        var read = (await web.Registrar.GetAsync(path)).Expect(200);
        var body = new { Attendees = new[] { new { Name = "Gulnara Abenova", Role = "chair" } }, Margin = 0.5m };
        (await web.Registrar.PutAsync(path, body, ("If-Match", read.ETag!))).Expect(200);
    }

    async Task<Guid> TraineeAsync(Journey job, string name, decimal mark)
    {
        var enrollment = await job.EnrollAsync(web.Registrar, await job.RegisterAsync(name));
        await job.MarkAsync(enrollment, mark);
        return enrollment;
    }
}
