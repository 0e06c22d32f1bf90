using Enrollment.Accounts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class AccessTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task Every_write_without_a_token_is_refused_before_anything_else()
    {
        var writes = Writes(web).ToList();
        writes.Count.ShouldBeGreaterThan(40);
        foreach (var (method, path) in writes)
        {
            var answer = await web.Anonymous.CallAsync(new HttpMethod(method), path, "not even JSON");
            answer.ExpectProblem(401, "authentication_required").Header("WWW-Authenticate").ShouldBe("Bearer");
        }
    }

    [Fact]
    public async Task An_unknown_token_is_refused_even_where_none_is_needed()
    {
        foreach (var header in new[] { "Bearer wrong-token", "Bearer ", "Basic dTpw", "nonsense" })
        {
            var answer = await web.Anonymous.GetAsync("/api/v1/centers", ("Authorization", header));
            answer.ExpectProblem(401, "invalid_token").Header("WWW-Authenticate").ShouldBe("Bearer");
        }
    }

    [Fact]
    public async Task The_scheme_of_a_token_is_read_in_any_case()
    {
        var header = ("Authorization", $"bEARER {WebSystem.Token(Role.Registrar)}");

        (await web.Anonymous.GetAsync("/api/v1/people", header)).Expect(200);
    }

    [Theory]
    [InlineData("/api/v1/centers")]
    [InlineData("/api/v1/courses")]
    [InlineData("/api/v1/cohorts")]
    [InlineData("/api/v1/cohorts?open=true")]
    public async Task The_catalog_is_open_to_everybody(string path) => (await web.Anonymous.GetAsync(path)).Expect(200);

    [Theory]
    [InlineData("/api/v1/people")]
    [InlineData("/api/v1/certificates")]
    [InlineData("/api/v1/board-meetings")]
    [InlineData("/api/v1/audit")]
    [InlineData("/api/v1/insight/agreement")]
    public async Task What_is_not_public_needs_a_token_and_a_role(string path)
    {
        (await web.Anonymous.GetAsync(path)).ExpectProblem(401, "authentication_required");
        (await web.Student.GetAsync(path)).ExpectProblem(403, "permission_denied");
        (await web.Admin.GetAsync(path)).Expect(200);
    }

    [Fact]
    public async Task A_role_can_not_do_the_work_of_another()
    {
        var job = new Journey(web);
        var meeting = new
        {
            CenterId = Guid.NewGuid(),
            MinutesNumber = "1",
            HeldOn = "2026-01-01",
        };
        await ForbiddenAsync(Role.Registrar, "/api/v1/centers", job.CenterFields());
        await ForbiddenAsync(Role.Instructor, "/api/v1/courses", job.CourseFields());
        await ForbiddenAsync(Role.Student, "/api/v1/people", Journey.PersonFields());
        await ForbiddenAsync(Role.Manager, "/api/v1/people", Journey.PersonFields());
        await ForbiddenAsync(Role.Instructor, "/api/v1/certificates", new { EnrollmentId = Guid.NewGuid() });
        await ForbiddenAsync(Role.Student, $"/api/v1/cohorts/{Guid.NewGuid()}/release", null);
        await ForbiddenAsync(Role.Instructor, "/api/v1/board-meetings", meeting);
    }

    [Fact]
    public async Task A_student_sees_nothing_of_somebody_else()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var other = await job.RegisterAsync();
        var application = await job.ApplyAsync(web.Registrar, other);

        (await web.Student.GetAsync($"/api/v1/people/{other}")).ExpectProblem(403, "not_your_record");
        (await web.Student.GetAsync($"/api/v1/applications/{application}")).ExpectProblem(403, "not_your_record");
        (await web.Student.PostAsync($"/api/v1/applications/{application}/submit")).ExpectProblem(
            403,
            "not_your_record"
        );
        (await web.Student.GetAsync($"/api/v1/people/{web.StudentPersonId}")).Expect(200);
        var mine = await web.Student.GetAsync("/api/v1/applications");
        mine.Expect(200)["items"]!.AsArray().ShouldAllBe(a => (Guid)a!["personId"]! == web.StudentPersonId);
    }

    async Task ForbiddenAsync(Role role, string path, object? body) =>
        (await web[role].PostAsync(path, body)).ExpectProblem(403, "permission_denied");

    internal static IEnumerable<(string Method, string Path)> Writes(WebSystem web) =>
        web
            .Provider.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method =>
                    (method, Address(endpoint))
                )
            )
            .Where(e => e.method != "GET" && e.Item2.StartsWith("/api/", StringComparison.Ordinal));

    static string Address(RouteEndpoint endpoint) =>
        string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(s =>
                s.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal
                    ? literal.Content
                    : Guid.NewGuid().ToString()
            )
        )
            is var path
            ? "/" + path
            : "";
}
