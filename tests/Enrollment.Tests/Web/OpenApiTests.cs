using System.Text.Json.Nodes;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class OpenApiTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task The_document_is_OpenAPI_3_1()
    {
        var answer = (await web.Anonymous.GetAsync("/openapi/v1.json")).Expect(200);

        answer.Type.ShouldBe("application/json");
        ((string?)answer["openapi"])!.ShouldStartWith("3.1.");
        ((string?)answer["info"]!["title"]).ShouldBe("Enrollment");
    }

    [Fact]
    public async Task Every_mapped_operation_is_documented_and_every_documented_one_is_mapped()
    {
        var mapped = web
            .Provider.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                || endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags is ["Verification" or "Issuer" or "Wallets"]
            )
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<IHttpMethodMetadata>()!
                    .HttpMethods.Select(method => $"{method} {Plain(endpoint.RoutePattern.RawText!)}")
            );

        var documented = (await OperationsAsync()).Select(o => o.Name);

        documented.ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_operation_has_a_summary_a_tag_and_described_answers()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            ((string?)operation["summary"]).ShouldNotBeNullOrWhiteSpace(name);
            operation["tags"]!.AsArray().ShouldHaveSingleItem(name);
            var answers = operation["responses"]!.AsObject();
            answers.ShouldContain(a => a.Key == "200" || a.Key == "201", name);
            answers.ShouldContain(a => a.Key == "500", name);
            foreach (var (status, answer) in answers)
                ((string?)answer!["description"]).ShouldNotBeNullOrWhiteSpace($"{name} {status}");
        }
    }

    [Fact]
    public async Task Problems_are_documented_with_their_code_and_their_fields()
    {
        var document = (await web.Anonymous.GetAsync("/openapi/v1.json")).Json;
        var problem = document["components"]!["schemas"]!["Problem"]!["properties"]!.AsObject().Select(p => p.Key);

        problem.ShouldBe(["type", "title", "status", "detail", "code", "traceId", "problems"], ignoreOrder: true);
        foreach (var (name, operation) in await OperationsAsync())
        {
            foreach (var (status, answer) in operation["responses"]!.AsObject().Where(a => a.Key[0] is '4' or '5'))
            {
                // An answer, too: what nobody knows is not found.
                if (name.Contains(" /verify", StringComparison.Ordinal) && status == "404")
                    continue;

                // Wallets read errors as OAuth has them.
                var isOAuth = IsOAuth(name, status);
                var schema = answer!["content"]![isOAuth ? "application/json" : "application/problem+json"]!["schema"];
                var shape = isOAuth ? "OAuthError" : "Problem";
                ((string?)schema!["$ref"]).ShouldBe($"#/components/schemas/{shape}", $"{name} {status}");
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/applications", "state", "under-review")]
    [InlineData("/api/v1/certificates", "state", "replaced")]
    [InlineData("/api/v1/cohorts/{id}/results", "outcome", "merit")]
    public async Task Enumerations_in_queries_are_documented_by_their_names(string path, string name, string member)
    {
        var operation = (await OperationsAsync()).Single(o => o.Name == $"GET {path}").Operation;

        var parameter = operation["parameters"]!.AsArray().Single(p => (string?)p!["name"] == name);

        parameter!["schema"]!["enum"]!.AsArray().Select(e => (string?)e).ShouldContain(member);
    }

    [Theory]
    [InlineData("PUT /api/v1/centers/{id}", "If-Match", true)]
    [InlineData("POST /api/v1/certificates", "Idempotency-Key", false)]
    public async Task Headers_that_an_operation_reads_are_documented(string name, string header, bool required)
    {
        var operation = (await OperationsAsync()).Single(o => o.Name == name).Operation;

        var parameter = operation["parameters"]!.AsArray().Single(p => (string?)p!["name"] == header);

        ((string?)parameter!["in"]).ShouldBe("header");
        ((bool?)parameter["required"] ?? false).ShouldBe(required);
    }

    [Fact]
    public async Task The_reference_loads_nothing_from_elsewhere()
    {
        var page = (await web.Anonymous.GetAsync("/docs/", ("Accept", "text/html"))).Expect(200);

        page.Type.ShouldBe("text/html");
        page.Text.ShouldNotContain("src=\"http");
        page.Text.ShouldNotContain("src=\"//");
        page.Text.ShouldNotContain("cdn.");
        page.Text.ShouldContain("openapi/v1.json");
    }

    static bool IsOAuth(string name, string status) =>
        (name, status)
            is
                ("POST /oid4vci/token", "400")
                or
                ("POST /oid4vci/credential", "400")
                or
                ("POST /oid4vci/credential", "401");

    async Task<IReadOnlyList<(string Name, JsonNode Operation)>> OperationsAsync()
    {
        var document = (await web.Anonymous.GetAsync("/openapi/v1.json")).Json;
        return
        [
            .. document["paths"]!
                .AsObject()
                .SelectMany(path =>
                    path.Value!.AsObject().Select(o => ($"{o.Key.ToUpperInvariant()} {path.Key}", o.Value!))
                ),
        ];
    }

    static string Plain(string route) =>
        route
            .Replace(":guid", "", StringComparison.Ordinal)
            .Replace(":int", "", StringComparison.Ordinal)
            .Replace("?}", "}", StringComparison.Ordinal)
            .TrimEnd('/');
}
