using System.Text;
using System.Text.Json.Nodes;
using Enrollment.Certificates.Wallets;
using Enrollment.Web.Api;
using Enrollment.Web.Hosting;
using Enrollment.Web.Issuing;
using Enrollment.Web.Pages;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Wallets;

/// <summary>
/// Where a holder's wallet collects a certificate's credential: OpenID for Verifiable Credential Issuance 1.0 with a
/// pre-authorized code. Open to everybody who has the codes, also to wallets that run in a browser.
/// </summary>
static class WalletEndpoints
{
    const string Json = "application/json";

    // More than any wallet has reason to send.
    const int MostBytes = 64 * 1024;

    internal static void MapWallets(this IEndpointRouteBuilder routes, WalletAddresses addresses)
    {
        var wallets = routes.MapGroup("").WithTags("Wallets").RequireCors(Server.OpenToWallets);
        ((IEndpointConventionBuilder)wallets).Add(ApiEndpoints.AnnounceProblems);
        MapDocument(
            wallets,
            "openid-credential-issuer",
            addresses.Path,
            WalletDocuments.Issuer(addresses),
            "What wallets can collect here (OpenID for Verifiable Credential Issuance 1.0)"
        );
        MapDocument(
            wallets,
            "oauth-authorization-server",
            addresses.Path,
            WalletDocuments.AuthorizationServer(addresses),
            "How wallets are let in (RFC 8414)"
        );

        var collecting = wallets
            .MapGroup("")
            .RequireRateLimiting(Server.VerificationLimit)
            .WithMetadata(OwnTokens.It, new BodyLimit(MostBytes));
        collecting
            .MapGet(WalletAddresses.Offers + "{secret}", OfferAsync)
            .WithSummary("The offer that a QR code or link leads a wallet to")
            .Produces<JsonObject>(200, Json)
            .Produces<Problem>(StatusCodes.Status429TooManyRequests, Problems.ContentType);
        collecting
            .MapPost(WalletAddresses.TokenPath, TokenAsync)
            .WithSummary("Exchange an offer's code and the holder's transaction code for an access token")
            .Accepts<TokenForm>(TokenRequest.FormType)
            .Produces<TokenAnswer>(200, Json)
            .Produces<OAuthError>(StatusCodes.Status400BadRequest, Json)
            .Produces<Problem>(StatusCodes.Status429TooManyRequests, Problems.ContentType);
        collecting
            .MapPost(WalletAddresses.CredentialPath, CredentialAsync)
            .WithSummary("Collect the credential in one of its forms")
            .WithDescription("With the access token of the token endpoint, which is none of the API's.")
            .Accepts<CredentialBody>(Json)
            .Produces<JsonObject>(200, Json)
            .Produces<OAuthError>(StatusCodes.Status400BadRequest, Json)
            .Produces<OAuthError>(StatusCodes.Status401Unauthorized, Json)
            .Produces<Problem>(StatusCodes.Status429TooManyRequests, Problems.ContentType);
    }

    /// <summary>Between host and path, as the standards have it, and also where older wallets look: behind the path.</summary>
    static void MapDocument(RouteGroupBuilder group, string name, string path, byte[] document, string summary)
    {
        group
            .MapGet($"/.well-known/{name}", (HttpContext http) => IssuerEndpoints.Fixed(http, document, Json))
            .WithSummary(summary)
            .WithMetadata(NotModifiedOffered.It)
            .Produces<JsonObject>(200, Json);
        if (path.Length > 0)
        {
            group
                .MapGet(
                    $"/.well-known/{name}{Literal(path)}",
                    (HttpContext http) => IssuerEndpoints.Fixed(http, document, Json)
                )
                .ExcludeFromDescription();
        }
    }

    /// <summary>A path as it stands in a route: not escaped, and braces mean braces.</summary>
    static string Literal(string path) =>
        Uri.UnescapeDataString(path)
            .Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal);

    static async Task<IResult> OfferAsync(
        string secret,
        HttpContext http,
        WalletAddresses addresses,
        IMediator mediator,
        CancellationToken token
    )
    {
        NotStored(http);
        var opened = await mediator.Send(new OpenWalletOffer(secret), token);
        if (opened.Refusal is { } refusal)
            return refusal.ToProblem();

        http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        return TypedResults.Bytes(
            WalletDocuments.Offer(addresses, opened.Value.Code, PageWords.For(http.Request)),
            Json
        );
    }

    static async Task<IResult> TokenAsync(HttpContext http, IMediator mediator, CancellationToken token)
    {
        NotStored(http);
        var (request, error) = await TokenRequest.ReadAsync(http.Request, token);
        if (request is null)
            return error!.ToResult();

        var redeemed = await mediator.Send(
            new RedeemWalletOffer(request.Code, request.TransactionCode, request.Identified),
            token
        );
        if (redeemed.Refusal is { } refusal)
            return refusal.ToProblem();

        return redeemed.Value.Answer switch
        {
            RedemptionAnswer.Granted => TypedResults.Json(
                TokenAnswer.Of(redeemed.Value.AccessToken!, request.Identified)
            ),
            RedemptionAnswer.TransactionCodeMissing => OAuthError
                .InvalidRequest("tx_code is missing: the holder has it from the center.")
                .ToResult(),
            RedemptionAnswer.TransactionCodeWrong => OAuthError.InvalidGrant("tx_code is wrong.").ToResult(),
            _ => OAuthError.InvalidGrant("The offer was used, is over, or was never made.").ToResult(),
        };
    }

    static async Task<IResult> CredentialAsync(HttpContext http, IMediator mediator, CancellationToken token)
    {
        NotStored(http);
        if (SentToken(http.Request) is not { } accessToken)
            return OAuthError.Unauthorized(http.Response, sentToken: false);

        var (request, error) = await CredentialRequest.ReadAsync(http.Request, token);
        if (request is null)
            return error!.ToResult();

        var collected = await mediator.Send(
            new CollectCredential(accessToken, WalletDocuments.FormOf(request.Name), request.Identified),
            token
        );
        if (collected.Refusal is { } refusal)
            return refusal.ToProblem();

        return collected.Value.Answer switch
        {
            CollectionAnswer.Collected => Handed(collected.Value.Credential!),
            CollectionAnswer.TokenInvalid => OAuthError.Unauthorized(http.Response, sentToken: true),
            CollectionAnswer.Denied => new OAuthError(
                "credential_request_denied",
                "The certificate is not in force any more."
            ).ToResult(),
            CollectionAnswer.WronglyNamed when !request.Identified => OAuthError
                .InvalidCredentialRequest("Use a credential_identifier that came with the token.")
                .ToResult(),
            _ when request.Identified => new OAuthError(
                "unknown_credential_identifier",
                "No such identifier came with the token."
            ).ToResult(),
            _ => new OAuthError("unknown_credential_configuration", "There is no such configuration here.").ToResult(),
        };
    }

    /// <summary>The stored text itself: written anew, JSON would still say the same, and so it is left alone.</summary>
    static FileContentHttpResult Handed(string credential)
    {
        // A token has no character that JSON escapes.
        var value = credential.StartsWith('{') ? credential : $"\"{credential}\"";
        return TypedResults.Bytes(Encoding.UTF8.GetBytes($"{{\"credentials\":[{{\"credential\":{value}}}]}}"), Json);
    }

    static string? SentToken(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return
            header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && header[scheme.Length..].Trim() is { Length: > 0 } token
            ? token
            : null;
    }

    static void NotStored(HttpContext http) => http.Response.Headers.CacheControl = "no-store";
}
