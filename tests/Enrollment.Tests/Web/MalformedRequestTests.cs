using System.Net;
using System.Text;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class MalformedRequestTests(WebSystem web) : IClassFixture<WebSystem>
{
    const string courses = "/api/v1/courses";

    [Theory]
    [InlineData("""{"code":"A","title":"B","hours":1,"colour":"red"}""", "colour", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":1,"title":"C"}""", "title", "malformed")]
    [InlineData("""{"code":"A","title":"B"}""", "hours", "missing")]
    [InlineData("""{"code":"A","title":["B"],"hours":1}""", "title", "malformed")]
    [InlineData("""{"code":"A","title":null,"hours":1}""", "title", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":null}""", "hours", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":"1"}""", "hours", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":1.5}""", "hours", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":99999999999}""", "hours", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":1,"credits":1e400}""", "credits", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":1""", "hours", "malformed")]
    [InlineData("[]", "body", "malformed")]
    [InlineData("""{"code":"A","title":"B","hours":1} trailing""", "body", "malformed")]
    [InlineData("{'code':'A'}", "body", "malformed")]
    public async Task JSON_that_does_not_fit_names_the_field(string body, string field, string code)
    {
        var answer = (await web.Manager.PostAsync(courses, body)).ExpectProblem(400, "malformed_json");

        answer.Fields.ShouldBe([field], answer.Text);
        ((string?)answer["problems"]![0]!["code"]).ShouldBe(code);
        answer.Text.ShouldNotContain("System.");
        answer.Text.ShouldNotContain("Enrollment.");
    }

    [Fact]
    public async Task Every_missing_member_is_named_at_once()
    {
        var answer = (await web.Manager.PostAsync(courses, "{}")).ExpectProblem(400, "malformed_json");

        answer.Fields.ShouldBe(["code", "title", "hours"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_fault_deep_inside_is_named_with_its_path()
    {
        const string body = """{"names":[{"script":"Latn","fullName":"A"},{"script":"Cyrl"}]}""";

        var answer = (await web.Registrar.PostAsync("/api/v1/people", body)).ExpectProblem(400, "malformed_json");

        answer.Fields.ShouldBe(["names[1].fullName"]);
    }

    [Fact]
    public async Task An_element_that_is_null_is_named_with_its_path()
    {
        const string body = """{"names":[null]}""";

        var answer = await web.Registrar.PostAsync("/api/v1/people", body);

        answer.ExpectProblem(400, "malformed_json").Fields.ShouldBe(["names[0]"]);
    }

    [Fact]
    public async Task An_element_that_is_null_deep_inside_is_named_with_its_path()
    {
        const string body =
            """{"courseVersionId":"01a20ee9-cd3f-7000-b2eb-cb5701b1843f","name":"A","passMark":50,"groups":[{"code":"A","name":"A","weight":100,"components":[null]}]}""";

        var answer = await web.Manager.PostAsync("/api/v1/schemes", body);

        answer.ExpectProblem(400, "malformed_json").Fields.ShouldBe(["groups[0].components[0]"]);
    }

    [Fact]
    public async Task A_rule_of_an_element_is_named_as_in_the_body()
    {
        var body = new
        {
            Decisions = new[] { new { EnrollmentId = Guid.NewGuid(), DepartureReason = new string('x', 1_001) } },
        };

        var answer = await web.Registrar.PostAsync($"/api/v1/board-meetings/{Guid.NewGuid()}/decisions", body);

        answer.ExpectProblem(400, "invalid_request").Fields.ShouldBe(["decisions[0].departureReason"]);
    }

    [Fact]
    public async Task Fields_that_break_rules_are_all_named()
    {
        var body = new
        {
            Code = "no blanks allowed",
            Title = "",
            Hours = 0,
            NqfLevel = 9,
        };

        var answer = (await web.Manager.PostAsync(courses, body)).ExpectProblem(400, "invalid_request");

        answer.Fields.ShouldBe(["code", "title", "hours", "nqfLevel"], ignoreOrder: true);
        answer["problems"]!.AsArray().ShouldContain(p => (string?)p!["code"] == "not_empty", answer.Text);
    }

    [Theory]
    [InlineData("1.234")]
    [InlineData("-1")]
    [InlineData("100.01")]
    public async Task A_mark_out_of_its_scale_is_refused_and_named(string value)
    {
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Registrar, await job.RegisterAsync());
        var body = $$"""{"state":"marked","value":{{value}},"version":0}""";

        var answer = await web.Instructor.PutAsync($"/api/v1/enrollments/{enrollment}/marks/{job.ComponentId}", body);

        answer.Status.ShouldBeOneOf(400, 422);
        answer.Fields.ShouldBe(["value"]);
    }

    [Fact]
    public async Task JSON_nested_too_deep_is_refused()
    {
        var body = $$"""{"code":"A","title":{{new string('[', 40)}}{{new string(']', 40)}},"hours":1}""";

        (await web.Manager.PostAsync(courses, body)).ExpectProblem(400, "malformed_json");
    }

    [Fact]
    public async Task A_body_that_is_needed_and_missing_is_asked_for()
    {
        (await web.Manager.PostAsync(courses)).Status.ShouldBeOneOf(400, 415);
        (await web.Manager.PostAsync(courses, "")).Expect(400).Header("Content-Type")!.ShouldContain("problem+json");
        (await web.Manager.PostAsync(courses, "null")).Expect(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_media_type_is_refused_with_the_right_one_named(string type)
    {
        using var content = new StringContent("{}", Encoding.UTF8, type);

        var answer = await web.Manager.PostAsync(courses, content);

        answer.ExpectProblem(415, "media_type_not_read");
        ((string?)answer["detail"])!.ShouldContain("application/json");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_body_above_the_limit_is_refused(bool chunked, bool withKey)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"title":"{{new string('a', 1024 * 1024)}}"}""");
        using HttpContent content = chunked ? new ChunkedContent(body) : new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        // The client waits for the server's word before it sends: otherwise it may still be sending when it is refused.
        List<(string, string)> headers = [("Expect", "100-continue")];
        if (withKey)
            headers.Add(("Idempotency-Key", "large"));

        var answer = await web.Manager.PostAsync(courses, content, [.. headers]);

        answer.ExpectProblem(413, "body_too_large");
    }

    [Fact]
    public async Task A_list_of_marks_may_be_larger_than_other_bodies()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var marks = Enumerable
            .Range(0, 5_000)
            .Select(_ => new
            {
                EnrollmentId = Guid.NewGuid(),
                job.ComponentId,
                State = "marked",
                Value = 50,
                SubmittedOn = "2026-01-01",
                Reason = new string('r', 60),
            });

        var body = System.Text.Json.JsonSerializer.Serialize(new { marks }, ApiClient.Json);
        body.Length.ShouldBeGreaterThan(1024 * 1024);
        var answer = await web.Instructor.PutAsync($"/api/v1/cohorts/{job.CohortId}/marks", body);

        answer.Expect(200)["answers"]!.AsArray().ShouldAllBe(a => (string?)a!["outcome"] == "refused");
    }

    [Theory]
    [InlineData("/api/v1/applications?personId=12", "personId")]
    [InlineData("/api/v1/applications?state=Submitted", "state")]
    [InlineData("/api/v1/applications?state=7", "state")]
    [InlineData("/api/v1/cohorts?open=perhaps", "open")]
    [InlineData("/api/v1/cohorts?limit=many", "limit")]
    [InlineData("/api/v1/schemes", "courseVersionId")]
    public async Task A_parameter_that_can_not_be_read_is_named(string address, string parameter)
    {
        var answer = (await web.Registrar.GetAsync(address)).ExpectProblem(400, "unreadable_parameter");

        ((string?)answer["detail"])!.ShouldContain($"'{parameter}'");
        answer.Text.ShouldNotContain("Guid");
    }

    [Theory]
    [InlineData("/api/v1/cohorts?limit=0", "limit")]
    [InlineData("/api/v1/cohorts?limit=201", "limit")]
    [InlineData("/api/v1/cohorts?limit=-5", "limit")]
    [InlineData("/api/v1/cohorts?cursor=tomorrow", "cursor")]
    public async Task A_page_that_can_not_be_given_is_refused(string address, string field) =>
        (await web.Registrar.GetAsync(address)).ExpectProblem(400, "invalid_request").Fields.ShouldBe([field]);

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/centers/not-a-guid")]
    [InlineData("/api/v2/centers")]
    [InlineData("/api")]
    public async Task An_unknown_address_is_not_found(string path) =>
        (await web.Registrar.GetAsync(path)).ExpectProblem(404, "address_not_found");

    [Theory]
    [InlineData("/api/v1/centers/{0}", "center_not_found")]
    [InlineData("/api/v1/courses/{0}", "course_not_found")]
    [InlineData("/api/v1/schemes/{0}", "scheme_not_found")]
    [InlineData("/api/v1/cohorts/{0}", "cohort_not_found")]
    [InlineData("/api/v1/people/{0}", "person_not_found")]
    [InlineData("/api/v1/applications/{0}", "application_not_found")]
    [InlineData("/api/v1/enrollments/{0}", "enrollment_not_found")]
    [InlineData("/api/v1/enrollments/{0}/result", "enrollment_not_found")]
    [InlineData("/api/v1/board-meetings/{0}", "board_meeting_not_found")]
    [InlineData("/api/v1/certificates/{0}", "certificate_not_found")]
    [InlineData("/api/v1/certificates/{0}/pdf", "certificate_not_found")]
    public async Task An_unknown_id_is_not_found(string template, string code)
    {
        var path = template.Replace("{0}", Guid.NewGuid().ToString(), StringComparison.Ordinal);

        (await web.Admin.GetAsync(path)).ExpectProblem(404, code);
    }

    [Fact]
    public async Task A_method_that_is_not_offered_is_refused_with_those_that_are()
    {
        var answer = await web.Admin.CallAsync(HttpMethod.Delete, "/api/v1/centers");

        answer.ExpectProblem(405, "method_not_allowed");
        answer.Header("Allow")!.Split(", ").ShouldBe(["GET", "HEAD", "POST"], ignoreOrder: true);
        ((string?)answer["detail"])!.ShouldContain("POST");
    }

    [Fact]
    public async Task OPTIONS_tells_the_methods()
    {
        var answer = await web.Anonymous.CallAsync(HttpMethod.Options, "/api/v1/centers");

        answer.Expect(204).Bytes.ShouldBeEmpty();
        answer.Header("Allow")!.Split(", ").ShouldBe(["GET", "HEAD", "POST"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/api/v1/centers", 200)]
    [InlineData("/", 200)]
    [InlineData("/verify/unknown", 404)]
    [InlineData("/site.css", 200)]
    [InlineData("/healthz/live", 200)]
    public async Task HEAD_answers_as_GET_without_the_body(string path, int status)
    {
        var head = (await web.Anonymous.CallAsync(HttpMethod.Head, path)).Expect(status);
        var get = (await web.Anonymous.GetAsync(path)).Expect(status);

        head.Bytes.ShouldBeEmpty();
        head.Type.ShouldBe(get.Type);
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/centers?limit=x")]
    [InlineData("/api/v1/people")]
    [InlineData("/nothing")]
    [InlineData("/")]
    [InlineData("/verify/x")]
    [InlineData("/docs")]
    [InlineData("/openapi/v1.json")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        var answer = await web.Anonymous.GetAsync(path);

        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.Header("Referrer-Policy").ShouldBe("no-referrer");
        answer.Header("Content-Security-Policy")!.ShouldContain("frame-ancestors 'none'");
        answer.Header("Server").ShouldBeNull();
    }

    /// <summary>A body whose length nobody knows beforehand.</summary>
    sealed class ChunkedContent(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var part in bytes.Chunk(64 * 1024))
                await stream.WriteAsync(part);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
