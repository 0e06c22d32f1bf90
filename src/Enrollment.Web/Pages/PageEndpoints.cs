using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Web.Api;
using Enrollment.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Pages;

/// <summary>The public pages: the start page, verification, and the files that they need.</summary>
static class PageEndpoints
{
    const int ShownCohorts = 60;

    internal static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", HomeAsync).ExcludeFromDescription();
        routes.MapGet("/verify", Lookup).ExcludeFromDescription();
        routes
            .MapGet("/verify/{code}", VerifyAsync)
            .WithTags("Verification")
            .WithSummary("Is this certificate genuine? As JSON or, for a browser, as a page")
            .RequireRateLimiting(Server.VerificationLimit)
            .RequireCors(Server.OpenToAll)
            .Produces<VerificationBody>(200, "application/json", "text/html")
            .Produces<VerificationBody>(404, "application/json", "text/html")
            .Produces<Problem>(StatusCodes.Status429TooManyRequests, Problems.ContentType, "text/html")
            .Produces<Problem>(StatusCodes.Status500InternalServerError, Problems.ContentType, "text/html")
            .Produces<Problem>(StatusCodes.Status503ServiceUnavailable, Problems.ContentType, "text/html");
        MapFile(routes, "/site.css", "text/css; charset=utf-8");
        MapFile(routes, "/emblem.svg", "image/svg+xml");
    }

    static async Task<IResult> HomeAsync(IMediator mediator, CancellationToken token)
    {
        var page = await mediator.Send(new ListCohorts(null, null, null, true, null, ShownCohorts), token);
        return page.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Page<Home>(
                new Dictionary<string, object?>
                {
                    [nameof(Home.Cohorts)] = page.Value.Items,
                    [nameof(Home.More)] = page.Value.NextCursor is not null,
                }
            );
    }

    /// <summary>The form's address leads to the one that certificates carry.</summary>
    static RedirectHttpResult Lookup(string? code) =>
        TypedResults.Redirect(
            string.IsNullOrWhiteSpace(code) ? "/#verify" : $"/verify/{Uri.EscapeDataString(code.Trim())}"
        );

    static async Task<IResult> VerifyAsync(string code, HttpContext http, IMediator mediator, CancellationToken token)
    {
        var result = await mediator.Send(new VerifyCertificate(code), token);
        if (result.Refusal is { } refusal)
            return refusal.ToProblem();

        http.Response.Headers.Vary = HeaderNames.Accept;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode =
            result.Value.Answer == VerificationAnswer.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return WantsPage(http.Request)
            ? new Page<Verify>(
                new Dictionary<string, object?> { [nameof(Verify.Found)] = result.Value },
                http.Response.StatusCode
            )
            : TypedResults.Json(VerificationBody.Of(result.Value), statusCode: http.Response.StatusCode);
    }

    /// <summary>JSON for programs, a page for whoever prefers HTML; the header's quality values decide.</summary>
    internal static bool WantsPage(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return false;

        var html = Quality(accepted, "text/html");
        return html > 0 && html >= Quality(accepted, "application/json");
    }

    static double Quality(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted
            .Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(a => a.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();

    static void MapFile(IEndpointRouteBuilder routes, string path, string contentType)
    {
        using var resource =
            typeof(PageEndpoints).Assembly.GetManifestResourceStream(path[1..])
            ?? throw new InvalidOperationException($"The resource {path} isn't in the program.");
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        var bytes = memory.ToArray();
        var tag = new EntityTagHeaderValue(
            $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes).AsSpan(0, 8))}\""
        );
        routes.MapGet(path, () => TypedResults.Bytes(bytes, contentType, entityTag: tag)).ExcludeFromDescription();
    }
}

/// <summary>The answer to a verification. Everything but 'answer' is null where it is unknown.</summary>
public sealed record VerificationBody
{
    public required VerificationAnswer Answer { get; init; }
    public string? Serial { get; init; }
    public IReadOnlyList<PrintedName>? Names { get; init; }
    public string? CourseCode { get; init; }
    public string? CourseTitle { get; init; }
    public int? Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public string? CenterName { get; init; }
    public string? Award { get; init; }
    public decimal? Mark { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public DateOnly? AwardedOn { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>When it was revoked or replaced.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The day of that at the center.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Where the certificate that took its place is verified.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the genuine PDF file.</summary>
    public string? FileHash { get; init; }

    internal static VerificationBody Of(Verification found) =>
        found.Certificate is not { } c
            ? new VerificationBody { Answer = found.Answer }
            : new VerificationBody
            {
                Answer = found.Answer,
                Serial = c.Serial,
                Names = c.Names,
                CourseCode = c.CourseCode,
                CourseTitle = c.CourseTitle,
                Hours = c.Hours,
                Credits = c.Credits,
                NqfLevel = c.NqfLevel,
                CenterName = c.CenterName,
                Award = c.Award,
                Mark = c.Mark,
                StartsOn = c.StartsOn,
                EndsOn = c.EndsOn,
                AwardedOn = c.AwardedOn,
                IssuedOn = c.IssuedOn,
                ExpiresOn = c.ExpiresOn,
                EndedAt = found.EndedAt,
                EndedOn = found.EndedOn,
                ReplacedBy = found.ReplacedByCode is { } code ? $"/verify/{code}" : null,
                FileHash = found.FileHash,
            };
}
