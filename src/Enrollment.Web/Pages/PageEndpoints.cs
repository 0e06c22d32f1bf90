using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Cohorts;
using Enrollment.Credentials.Issuers;
using Enrollment.Documents.Signatures;
using Enrollment.Web.Api;
using Enrollment.Web.Issuing;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Pages;

/// <summary>The start page, and the files that all pages need.</summary>
static class PageEndpoints
{
    const int ShownCohorts = 60;

    internal static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", HomeAsync).ExcludeFromDescription();
        routes
            .MapGet(
                "/issuer",
                IResult (HttpRequest request, IssuerKeySet keys, SigningKeySet documents, TrustedAuthorities former) =>
                    IssuerPage(request, keys, documents, former)
            )
            .ExcludeFromDescription();
        MapFile(routes, "/site.css", "text/css; charset=utf-8");
        MapFile(routes, "/emblem.svg", "image/svg+xml");
    }

    static async Task<IResult> HomeAsync(HttpRequest request, IMediator mediator, CancellationToken token)
    {
        var page = await mediator.Send(new ListCohorts(null, null, null, true, null, ShownCohorts), token);
        return page.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Page<Home>(
                new Dictionary<string, object?>
                {
                    [nameof(Home.Cohorts)] = page.Value.Items,
                    [nameof(Home.More)] = page.Value.NextCursor is not null,
                    [nameof(Home.Words)] = PageWords.For(request),
                }
            );
    }

    /// <summary>Who issues here, and by which keys: where credentials point to for people.</summary>
    static Page<Issuer> IssuerPage(
        HttpRequest request,
        IssuerKeySet keys,
        SigningKeySet documents,
        TrustedAuthorities former
    ) =>
        new(
            new Dictionary<string, object?>
            {
                [nameof(Pages.Issuer.Words)] = PageWords.For(request),
                [nameof(Pages.Issuer.Keys)] = keys,
                [nameof(Pages.Issuer.Signers)] = Shown(documents.Certificates),
                [nameof(Pages.Issuer.Authorities)] = Shown(documents.Authorities.Concat(former.Certificates)),
                [nameof(Pages.Issuer.StampsAreBelieved)] = former.OfStamps.Count > 0,
            }
        );

    static List<(string Name, string Fingerprint, DateOnly Until)> Shown(IEnumerable<X509Certificate2> certificates) =>
        [
            .. certificates
                .DistinctBy(certificate => certificate.Thumbprint)
                .Select(certificate =>
                    (
                        certificate.Subject,
                        Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256)),
                        DateOnly.FromDateTime(certificate.NotAfter.ToUniversalTime())
                    )
                ),
        ];

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
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"");
        routes.MapGet(path, () => TypedResults.Bytes(bytes, contentType, entityTag: tag)).ExcludeFromDescription();
    }
}
