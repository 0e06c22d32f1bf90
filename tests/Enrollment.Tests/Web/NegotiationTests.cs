using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class NegotiationTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/xml", "application/json")]
    [InlineData("nonsense", "application/json")]
    [InlineData("text/html;q=0", "application/json")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("text/html", "text/html")]
    [InlineData("TEXT/HTML", "text/html")]
    [InlineData("text/html, application/json", "text/html")]
    [InlineData("application/json;q=0.5, text/html", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    public async Task A_verification_answers_in_the_form_that_is_asked_for(string? accept, string type)
    {
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];

        var answer = (await web.Anonymous.GetAsync("/verify/000000-000000-000000-000000", headers)).Expect(404);

        answer.Type.ShouldBe(type);
        answer.Header("Vary").ShouldBe("Accept, Accept-Language");
        answer.Header("Cache-Control").ShouldBe("no-cache");
    }

    [Fact]
    public async Task An_unknown_page_is_a_page_to_a_browser_and_a_problem_to_a_program()
    {
        var page = (await web.Anonymous.GetAsync("/nothing", ("Accept", "text/html"))).Expect(404);
        page.Type.ShouldBe("text/html");
        page.Text.ShouldContain("There is nothing at this address");

        (await web.Anonymous.GetAsync("/nothing")).ExpectProblem(404, "address_not_found");
    }

    [Fact]
    public async Task The_API_answers_a_browser_in_JSON_too()
    {
        var answer = await web.Anonymous.GetAsync("/api/v1/nothing", ("Accept", "text/html"));

        answer.ExpectProblem(404, "address_not_found");
    }

    [Fact]
    public async Task An_empty_look_up_shows_the_forms()
    {
        foreach (var path in (string[])["/verify?code=%20", "/verify"])
            (await web.Anonymous.GetAsync(path, ("Accept", "text/html"))).Expect(200).Text.ShouldContain("By its file");
    }

    [Fact]
    public async Task A_look_up_of_an_address_stays_on_this_server()
    {
        var answer = await web.Anonymous.GetAsync("/verify?code=%2F%2Fevil.example%2F");

        answer.Expect(302).Location!.ShouldStartWith("/verify/%2F%2Fevil.example");
    }

    [Fact]
    public async Task The_start_page_shows_the_open_cohorts_as_text()
    {
        var job = await new Journey(web).OpenCohortAsync();

        var page = (await web.Anonymous.GetAsync("/")).Expect(200);

        page.Type.ShouldBe("text/html");
        page.Text.ShouldContain($"C{job.Tag}");
        page.Text.ShouldContain("Operation of CNC Machine Tools");
    }

    [Fact]
    public async Task A_style_sheet_that_the_browser_has_is_not_sent_again()
    {
        var sheet = (await web.Anonymous.GetAsync("/site.css")).Expect(200);

        sheet.Type.ShouldBe("text/css");
        (await web.Anonymous.GetAsync("/site.css", ("If-None-Match", sheet.ETag!))).Expect(304);
    }
}
