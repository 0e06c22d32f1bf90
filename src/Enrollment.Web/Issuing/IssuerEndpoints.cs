using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Enrollment.Certificates;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Issuing;
using Enrollment.Credentials.Status;
using Enrollment.Documents.Signatures;
using Enrollment.Web.Api;
using Enrollment.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Issuing;

/// <summary>What strangers need to verify a credential: the issuer's keys, the status lists, the achievements.</summary>
static class IssuerEndpoints
{
    const string Credential = "application/vc+ld+json";
    const string Token = "application/vc+jwt";

    internal static void MapIssuer(this IEndpointRouteBuilder routes)
    {
        var issuer = routes
            .MapGroup("")
            .WithTags("Issuer")
            .RequireCors(Server.OpenToAll)
            .WithMetadata(NotModifiedOffered.It);
        ((IEndpointConventionBuilder)issuer).Add(ApiEndpoints.AnnounceProblems);
        issuer
            .MapGet(
                "/.well-known/did.json",
                (IssuerKeySet keys, HttpContext http) =>
                    Fixed(http, IssuerDocuments.DidDocument(keys), "application/did+json")
            )
            .WithSummary("The issuer's DID document, with the keys of today and of before")
            .Produces<JsonObject>(200, "application/did+json");
        issuer
            .MapGet(
                "/.well-known/jwks.json",
                (IssuerKeySet keys, HttpContext http) =>
                    Fixed(http, IssuerDocuments.KeySet(keys), "application/jwk-set+json")
            )
            .WithSummary("The same keys as a JWK set")
            .Produces<JsonObject>(200, "application/jwk-set+json");
        issuer
            .MapGet(
                "/issuer/ca.pem",
                (SigningKeySet keys, TrustedAuthorities former, HttpContext http) =>
                    Fixed(
                        http,
                        Encoding.ASCII.GetBytes(Pem([.. keys.Authorities, .. former.Certificates])),
                        "application/x-pem-file"
                    )
            )
            .WithSummary("The certificates of the authorities that vouch for the keys of documents")
            .Produces<byte[]>(200, "application/x-pem-file");
        if (routes.ServiceProvider.GetRequiredService<TrustedAuthorities>() is { OfStamps: { Count: > 0 } ofStamps })
        {
            issuer
                .MapGet(
                    "/issuer/tsa.pem",
                    (HttpContext http) => Fixed(http, Encoding.ASCII.GetBytes(Pem(ofStamps)), "application/x-pem-file")
                )
                .WithSummary("The certificates of the authorities whose time stamps are believed")
                .Produces<byte[]>(200, "application/x-pem-file");
        }

        foreach (var purpose in Enum.GetValues<StatusPurpose>())
        {
            var path = "/status-lists/{number:int}" + (purpose == StatusPurpose.Suspension ? "/suspended" : "");
            var what = purpose == StatusPurpose.Suspension ? "suspended" : "revoked, replaced or suspended";
            issuer
                .MapGet(
                    path,
                    (int number, HttpContext http, IMediator mediator, StatusLists lists, CancellationToken token) =>
                        ListAsync(number, purpose, WantsToken(http.Request), http, mediator, lists, token)
                )
                .WithSummary($"Which credentials of a status list are {what}; as JSON or, where asked for, as a VC-JWT")
                .Produces<JsonObject>(200, Credential, Token)
                .Produces<Problem>(StatusCodes.Status404NotFound, Problems.ContentType);
            issuer
                .MapGet(
                    path + ".jwt",
                    (int number, HttpContext http, IMediator mediator, StatusLists lists, CancellationToken token) =>
                        ListAsync(number, purpose, true, http, mediator, lists, token)
                )
                .ExcludeFromDescription();
        }

        issuer
            .MapGet("/achievements/{center}/{course}/{version:int}/{language?}", AchievementAsync)
            .WithSummary("What the holders of a course's certificates achieved")
            .Produces<JsonObject>(200, "application/ld+json")
            .Produces<Problem>(StatusCodes.Status404NotFound, Problems.ContentType);
    }

    static string Pem(IEnumerable<X509Certificate2> certificates) =>
        string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));

    static async Task<IResult> ListAsync(
        int number,
        StatusPurpose purpose,
        bool asToken,
        HttpContext http,
        IMediator mediator,
        StatusLists lists,
        CancellationToken token
    )
    {
        var found = await mediator.Send(new GetStatusList(number), token);
        if (found.Refusal is { } refusal)
            return refusal.ToProblem();

        var places = purpose == StatusPurpose.Suspension ? found.Value.Suspended : found.Value.Ended;
        var list = lists.Sign(number, purpose, places);
        http.Response.Headers.Vary = HeaderNames.Accept;
        return asToken ? Fixed(http, Encoding.ASCII.GetBytes(list.Token), Token) : Fixed(http, list.Json, Credential);
    }

    static async Task<IResult> AchievementAsync(
        string center,
        string course,
        int version,
        string? language,
        HttpContext http,
        IMediator mediator,
        CredentialIssuer issuer,
        CancellationToken token
    )
    {
        var found = await mediator.Send(new GetAchievement(center, course, version), token);
        if (found.Refusal is { } refusal)
            return refusal.ToProblem();

        return issuer.Achievement(found.Value, language ?? "en") is { } achievement
            ? Fixed(http, achievement, "application/ld+json")
            : CertificateErrors.NoAchievementIn(language ?? "en").ToProblem();
    }

    /// <summary>Cached by whoever likes for a minute, and asked for again by its hash.</summary>
    internal static FileContentHttpResult Fixed(HttpContext http, byte[] bytes, string contentType)
    {
        http.Response.Headers.CacheControl = "public, max-age=60";
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
        return TypedResults.Bytes(bytes, contentType, entityTag: new EntityTagHeaderValue(tag));
    }

    static bool WantsToken(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Value is Token or "application/jwt" or "text/plain");
}
