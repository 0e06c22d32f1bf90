using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>Texts that one engine or another can't store are refused on every one, with their field named.</summary>
public sealed class UnstorableTextTests(WebSystem web) : IClassFixture<WebSystem>
{
    const string Nul = @"a\u0000b";
    const string HalfPair = @"a\ud800b";
    const string OtherHalf = @"a\udc00";

    public static TheoryData<string, string, string, string> Fields()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var text in (string[])[Nul, HalfPair, OtherHalf, "LONG"])
        {
            data.Add("/api/v1/people", "person", "names[0].fullName", text);
            data.Add("/api/v1/people", "person", "names[0].family", text);
            data.Add("/api/v1/people", "person", "names[0].script", text);
            data.Add("/api/v1/people", "person", "email", text);
            data.Add("/api/v1/people", "person", "phone", text);
            data.Add("/api/v1/centers", "center", "code", text);
            data.Add("/api/v1/centers", "center", "name", text);
            data.Add("/api/v1/centers", "center", "nameLocal", text);
            data.Add("/api/v1/centers", "center", "city", text);
            data.Add("/api/v1/centers", "center", "country", text);
            data.Add("/api/v1/centers", "center", "timeZone", text);
            data.Add("/api/v1/centers", "center", "signatories[0].name", text);
            data.Add("/api/v1/courses", "course", "code", text);
            data.Add("/api/v1/courses", "course", "title", text);
            data.Add("/api/v1/courses", "course", "titleLocal", text);
            data.Add("/api/v1/applications", "application", "statement", text);
            data.Add("/api/v1/board-meetings", "meeting", "minutesNumber", text);
            data.Add("/api/v1/schemes", "scheme", "name", text);
            data.Add("/api/v1/schemes", "scheme", "groups[0].components[0].code", text);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_text_that_can_not_be_stored_is_refused_and_its_field_named(
        string address,
        string resource,
        string field,
        string text
    )
    {
        var body = Body(resource);
        Set(body, field, "@text@");
        // As the escape that a sender writes: no serializer lets half a pair pass.
        var json = body.ToJsonString().Replace("@text@", Text(text, field), StringComparison.Ordinal);

        var answer = await web.Admin.PostAsync(address, json);

        answer.Status.ShouldBeOneOf(400, 422);
        answer.Fields.ShouldContain(field, answer.Text);
    }

    [Theory]
    [InlineData(Nul)]
    [InlineData(HalfPair)]
    [InlineData("LONG")]
    public async Task The_reason_of_a_changed_mark_is_refused_as_well(string text)
    {
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Registrar, await job.RegisterAsync());
        await job.MarkAsync(enrollment, 50);
        var body = $$"""{"state":"marked","value":51,"version":1,"reason":"{{Text(text, "reason")}}"}""";

        var answer = await web.Instructor.PutAsync($"/api/v1/enrollments/{enrollment}/marks/{job.ComponentId}", body);

        answer.Status.ShouldBeOneOf(400, 422);
        answer.Fields.ShouldBe(["reason"], answer.Text);
    }

    [Theory]
    [InlineData("/api/v1/people?name=a%00b", "name")]
    [InlineData("/api/v1/centers?code=%00", "code")]
    [InlineData("/api/v1/courses?code=a%00", "code")]
    [InlineData("/api/v1/certificates?serial=%00", "serial")]
    [InlineData("/api/v1/cohorts?cursor=%00", "cursor")]
    public async Task A_parameter_with_a_character_that_no_text_has_is_named(string address, string parameter) =>
        (
            (string?)(await web.Admin.GetAsync(address)).ExpectProblem(400, "unreadable_parameter")["detail"]
        )!.ShouldContain($"'{parameter}'");

    [Theory]
    [InlineData("/verify/a%00b")]
    [InlineData("/verify/%ed%a0%80")]
    [InlineData("/verify?code=a%00b")]
    [InlineData("/api/v1/people?name=%ed%a0%80")]
    [InlineData("/api/v1/people?name=%ff%fe")]
    public async Task Bytes_that_are_no_text_are_no_failure(string address)
    {
        // Apart from the contract: some of these the server refuses before it knows what they are for.
        using var http = new HttpClient { BaseAddress = web.Address };

        ((int)(await http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode).ShouldBeLessThan(500);
    }

    static string Text(string text, string field) =>
        text != "LONG" ? text
        : field == "statement" ? new string('x', 10_001)
        : new string('x', 1_001);

    static JsonObject Body(string resource) =>
        JsonNode
            .Parse(
                resource switch
                {
                    "person" => """
                    {"names":[{"script":"Latn","fullName":"A","family":"A"}],"email":"a@example.org","phone":"+77011234567"}
                    """,
                    "center" => """
                    {"code":"U1","name":"A","nameLocal":"A","city":"A","country":"KZ","timeZone":"Asia/Almaty",
                     "signatories":[{"name":"A","position":"A"}]}
                    """,
                    "course" => """{"code":"U1","title":"A","titleLocal":"A","hours":1}""",
                    "application" => $$"""
                    {"personId":"{{Guid.NewGuid()}}","cohortId":"{{Guid.NewGuid()}}","statement":"A"}
                    """,
                    "meeting" => $$"""
                    {"centerId":"{{Guid.NewGuid()}}","minutesNumber":"A","heldOn":"2026-01-01"}
                    """,
                    "scheme" => $$"""
                    {"courseVersionId":"{{Guid.NewGuid()}}","name":"A","passMark":50,"groups":[{"code":"A","name":"A",
                     "weight":100,"components":[{"code":"A","name":"A","kind":"practical","weight":100}]}]}
                    """,
                    _ => throw new ArgumentOutOfRangeException(nameof(resource), resource, null),
                }
            )!
            .AsObject();

    /// <summary>Sets the member at a path such as <c>groups[0].code</c>.</summary>
    static void Set(JsonObject body, string path, string text)
    {
        JsonNode node = body;
        var steps = path.Split('.', '[', ']').Where(step => step.Length > 0).ToArray();
        foreach (var step in steps[..^1])
            node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        node[steps[^1]] = text;
    }
}
