using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>Deadlines, second marking and circumstances over HTTP, each step by the role that does it.</summary>
public sealed class MarkingTests(WebSystem web) : IClassFixture<WebSystem>
{
    const string Name = "Ботагөз Ерланқызы";

    [Fact]
    public async Task Deadlines_and_extensions_are_set_read_and_taken_back()
    {
        var (job, enrollment, _) = await OpenAsync("none");
        var deadlines = $"/api/v1/cohorts/{job.CohortId}/deadlines";
        var body = new { Deadlines = new[] { new { ComponentId = job.ComponentId, DueOn = "2024-02-29" } } };
        (await web.Student.PutAsync(deadlines, body)).ExpectProblem(403, "permission_denied");
        var set = (await web.Instructor.PutAsync(deadlines, body)).Expect(200);
        ((string?)set["timeZone"]).ShouldBe("Asia/Almaty");
        ((string?)set["items"]![0]!["dueAt"]).ShouldBe("2024-02-29T19:00:00Z");
        (await web.Student.GetAsync(deadlines)).Expect(200).Text.ShouldBe(set.Text);
        (await web.Anonymous.GetAsync(deadlines)).ExpectProblem(401, "authentication_required");
        var again = await web.Instructor.PutAsync(
            deadlines,
            new { Deadlines = new[] { new { ComponentId = job.ComponentId, DueOn = "2024-03-01" } } }
        );
        again.ExpectProblem(412, "stale_version");

        var extension = $"/api/v1/enrollments/{enrollment}/extensions/{job.ComponentId}";
        var fields = new { DueOn = "2024-03-04", Reason = "Power cut." };
        (await web.Instructor.PutAsync(extension, fields)).ExpectProblem(428, "if_match_missing");
        var early = await web.Instructor.PutAsync(
            extension,
            fields with
            {
                DueOn = "2024-02-29",
            },
            ("If-Match", "\"0\"")
        );
        early.ExpectProblem(422, "extension_not_later").Fields.ShouldBe(["dueOn"]);
        var granted = (await web.Instructor.PutAsync(extension, fields, ("If-Match", "\"0\""))).Expect(200);
        ((string?)granted["dueAt"]).ShouldBe("2024-03-04T19:00:00Z");
        var list = (await web.Manager.GetAsync($"/api/v1/cohorts/{job.CohortId}/extensions")).Expect(200);
        ((string?)list["items"]![0]!["personName"]).ShouldBe(Name);
        (await web.Student.GetAsync($"/api/v1/enrollments/{enrollment}/extensions")).ExpectProblem(
            403,
            "not_your_record"
        );
        var removed = await web.Registrar.CallAsync(HttpMethod.Delete, extension, null, ("If-Match", granted.ETag!));
        removed.Expect(200);
        var left = (await web.Registrar.GetAsync($"/api/v1/enrollments/{enrollment}/extensions")).Expect(200);
        left["extensions"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_of_submission_becomes_a_day_in_the_cohorts_zone()
    {
        var (job, enrollment, mark) = await OpenAsync("none");
        var body = new
        {
            State = "marked",
            Value = 80,
            SubmittedAt = "2024-02-29T19:00:00Z",
            SubmittedOn = "2024-02-29",
            Version = 0,
        };
        (await web.Instructor.PutAsync(mark, body)).ExpectProblem(422, "submission_differs");
        (await web.Instructor.PutAsync(mark, body with { SubmittedOn = "2024-03-01" })).Expect(200);

        var read = (await web.Instructor.GetAsync($"/api/v1/enrollments/{enrollment}/result")).Expect(200);
        ((string?)read["marks"]![0]!["submittedOn"]).ShouldBe("2024-03-01");
        ((decimal?)(await job.ComputeAsync())["computed"]).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_marker_sees_the_first_mark_at_no_address_until_the_own_one_is_in()
    {
        var (job, enrollment, mark) = await OpenAsync("all");
        (await web.Instructor.PutAsync(mark, Mark(71.37m))).Expect(200);
        await job.ComputeAsync();
        string[] paths =
        [
            $"/api/v1/cohorts/{job.CohortId}/marks",
            $"/api/v1/cohorts/{job.CohortId}/results",
            $"/api/v1/cohorts/{job.CohortId}/second-markings?state=pending",
            $"/api/v1/enrollments/{enrollment}/result",
            $"/api/v1/enrollments/{enrollment}/result/explanation",
            $"{mark}/second",
            $"{mark}/history",
            "/api/v1/audit?limit=200",
        ];
        foreach (var reader in new[] { web.Admin, web.Manager, web.Registrar })
        {
            foreach (var path in paths)
                (await reader.GetAsync(path)).Expect(200).Text.ShouldNotContain("71.37", Case.Sensitive, path);
        }

        (await web.Instructor.GetAsync(paths[0])).Text.ShouldContain("71.37");
        (await web.Admin.PutAsync(mark, Mark(71.37m, version: 1, reason: "Guess"))).ExpectProblem(
            422,
            "awaits_second_mark"
        );
        (await web.Admin.PutAsync(mark, Mark(71.37m))).ExpectProblem(412, "stale_version");
        var bulk = await web.Admin.PutAsync(
            $"/api/v1/cohorts/{job.CohortId}/marks",
            new
            {
                Marks = new[]
                {
                    new
                    {
                        EnrollmentId = enrollment,
                        job.ComponentId,
                        Value = 71.37m,
                        Version = 0,
                    },
                },
            }
        );
        ((string?)bulk.Expect(200)["answers"]![0]!["outcome"]).ShouldBe("conflict");
        bulk.Text.ShouldNotContain("71.37");
        (await web.Instructor.PutAsync($"{mark}/second", new { Value = 70 })).ExpectProblem(422, "same_marker");
        (await web.Registrar.PutAsync($"{mark}/second", new { Value = 70 })).ExpectProblem(403, "permission_denied");

        var second = (await web.Admin.PutAsync($"{mark}/second", new { Value = 75 })).Expect(200);

        ((string?)second["state"]).ShouldBe("agreed");
        ((decimal?)second["firstValue"]).ShouldBe(71.37m);
        // (71.37 + 75) / 2 = 73.185
        ((decimal?)second["value"]).ShouldBe(73.19m);
        (await web.Admin.PutAsync($"{mark}/second", new { Value = 70 })).ExpectProblem(409, "second_mark_in");
        var history = (await web.Manager.GetAsync($"{mark}/history")).Expect(200)["items"]![0]!;
        ((decimal?)history["oldValue"]).ShouldBe(71.37m);
        ((string?)history["oldEnteredBy"]).ShouldBe("Instructor");
        (await web.Student.GetAsync($"{mark}/history")).ExpectProblem(403, "permission_denied");
    }

    [Fact]
    public async Task A_registrar_moderates_what_two_markers_differ_about()
    {
        var (_, _, mark) = await OpenAsync("all");
        (await web.Instructor.PutAsync(mark, Mark(60))).Expect(200);
        var second = (await web.Admin.PutAsync($"{mark}/second", new { Value = 66 })).Expect(200);
        ((string?)second["state"]).ShouldBe("disputed");
        var body = new { Value = 64, Reason = "Read both." };
        (await web.Instructor.PutAsync($"{mark}/moderated", body)).ExpectProblem(403, "permission_denied");
        (await web.Admin.PutAsync($"{mark}/moderated", body)).ExpectProblem(422, "moderator_marked");
        var stale = await web.Registrar.PutAsync($"{mark}/moderated", body, ("If-Match", "\"9\""));
        stale.ExpectProblem(412, "stale_version");

        var settled = await web.Registrar.PutAsync($"{mark}/moderated", body, ("If-Match", second.ETag!));

        ((string?)settled.Expect(200)["state"]).ShouldBe("moderated");
        ((decimal?)settled["value"]).ShouldBe(64);
        (await web.Registrar.PutAsync($"{mark}/moderated", body)).ExpectProblem(409, "not_disputed");
    }

    [Fact]
    public async Task A_sample_is_drawn_reported_and_extended()
    {
        var (job, enrollment, mark) = await OpenAsync("sample");
        var other = await job.EnrollAsync(web.Registrar, await job.RegisterAsync());
        var sample = $"/api/v1/cohorts/{job.CohortId}/components/{job.ComponentId}/sample";
        var body = new
        {
            Share = 50,
            AtLeast = 1,
            AllFails = true,
            Seed = 7,
        };
        (await web.Instructor.PutAsync(mark, Mark(40))).Expect(200);
        var missing = (await web.Registrar.PostAsync(sample, body)).ExpectProblem(422, "marks_missing");
        missing.Fields.ShouldBe([$"marks.{other}"]);
        await job.MarkAsync(other, 80);
        (await web.Registrar.GetAsync(sample)).ExpectProblem(404, "sample_not_found");
        (await web.Instructor.PostAsync(sample, body)).ExpectProblem(403, "permission_denied");

        // One by its place, and the fail besides unless that is it.
        var drawn = (await web.Registrar.PostAsync(sample, body)).Expect(200);
        ((int?)drawn["marks"]).ShouldBe(2);
        ((int)drawn["drawn"]!).ShouldBeInRange(1, 2);
        drawn["report"].ShouldBeNull();
        foreach (var id in new[] { enrollment, other })
            await web.Admin.PutAsync($"/api/v1/enrollments/{id}/marks/{job.ComponentId}/second", new { Value = 60 });

        var report = (await web.Manager.GetAsync(sample)).Expect(200)["report"]!;
        ((decimal?)report["shareBeyondTolerance"]).ShouldBe(100);
        ((bool?)report["recommendsAll"]).ShouldBe(true);
        var extended = (await web.Registrar.PostAsync($"{sample}/extend", null, ("If-Match", "\"1\""))).Expect(200);
        ((int?)extended["version"]).ShouldBe(2);
        var markings = await web.Manager.GetAsync($"/api/v1/cohorts/{job.CohortId}/second-markings");
        markings.Expect(200)["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_trainee_claims_circumstances_and_the_board_decides()
    {
        const string Told = "Жедел жәрдем шақырылды";
        var (job, _, _) = await OpenAsync("none");
        var own = await job.EnrollAsync(web.Student, web.StudentPersonId);
        var claims = $"/api/v1/enrollments/{own}/circumstance-claims";
        var body = new
        {
            job.ComponentId,
            Kind = "illness",
            Statement = Told,
        };
        (await web.Instructor.PostAsync(claims, body)).ExpectProblem(403, "permission_denied");
        (await web.Student.PostAsync(claims, body with { Statement = " " })).ExpectProblem(400, "invalid_request");

        var claim = (await web.Student.PostAsync(claims, body)).Expect(201);

        claim.Text.ShouldNotContain(Told);
        var path = claim.Location!;
        (await web.Student.GetAsync(path)).Expect(200).Text.ShouldContain(Told);
        (await web.Registrar.GetAsync(path)).Expect(200).Text.ShouldContain(Told);
        (await web.Instructor.GetAsync(path)).ExpectProblem(403, "permission_denied");
        (await web.Manager.GetAsync(path)).ExpectProblem(403, "permission_denied");
        var lodged = await web.Registrar.GetAsync($"/api/v1/cohorts/{job.CohortId}/circumstance-claims?state=lodged");
        lodged.Expect(200)["items"]!.AsArray().ShouldHaveSingleItem();
        lodged.Text.ShouldNotContain(Told);
        var accept = new { Remedy = "absent-with-cause", Reason = "Proven." };
        (await web.Student.PostAsync($"{path}/accept", accept)).ExpectProblem(403, "permission_denied");
        var accepted = (await web.Registrar.PostAsync($"{path}/accept", accept, ("If-Match", claim.ETag!))).Expect(200);
        ((string?)accepted["state"]).ShouldBe("accepted");
        (await web.Registrar.PostAsync($"{path}/reject", new { Reason = "No." })).ExpectProblem(
            409,
            "wrong_claim_state"
        );
        (await web.Student.PostAsync($"{path}/withdraw")).ExpectProblem(409, "wrong_claim_state");
        var marks = (await web.Instructor.GetAsync($"/api/v1/enrollments/{own}/result")).Expect(200)["marks"]!;
        ((string?)marks[0]!["state"]).ShouldBe("absent-with-cause");
        (await web.Admin.GetAsync("/api/v1/audit?limit=200")).Text.ShouldNotContain(Told);
    }

    static object Mark(decimal value, int version = 0, string? reason = null) =>
        new
        {
            State = "marked",
            Value = value,
            Version = version,
            Reason = reason,
        };

    /// <summary>A cohort with a component that is second marked so, and a trainee with the address of the mark there.</summary>
    async Task<(Journey Job, Guid Enrollment, string Mark)> OpenAsync(string secondMarking)
    {
        var job = await new Journey(web) { Scheme = version => Scheme(version, secondMarking) }.OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Registrar, await job.RegisterAsync(Name));
        return (job, enrollment, $"/api/v1/enrollments/{enrollment}/marks/{job.ComponentId}");
    }

    static JsonObject Scheme(Guid courseVersionId, string secondMarking)
    {
        var component = new JsonObject
        {
            ["code"] = "WORK",
            ["name"] = "Workpiece",
            ["kind"] = "practical",
            ["weight"] = 100,
            ["attempts"] = 2,
            ["secondMarking"] = secondMarking,
        };
        if (secondMarking != "none")
            component["tolerance"] = 5;
        return new JsonObject
        {
            ["courseVersionId"] = courseVersionId,
            ["name"] = "Marked twice",
            ["passMark"] = 50,
            ["groups"] = new JsonArray(
                new JsonObject
                {
                    ["code"] = "ALL",
                    ["name"] = "All work",
                    ["weight"] = 100,
                    ["components"] = new JsonArray(component),
                }
            ),
        };
    }
}
