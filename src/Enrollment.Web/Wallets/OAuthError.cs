using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Wallets;

/// <summary>An error as wallets expect it (RFC 6749, 5.2; OpenID for Verifiable Credential Issuance 1.0, 6.3 and 8.3.1).</summary>
/// <param name="Error">Stable, for programs.</param>
/// <param name="ErrorDescription">For the wallet's developer: ASCII without quotation marks and backslashes.</param>
public sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string ErrorDescription
)
{
    internal static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    internal static OAuthError InvalidGrant(string description) => new("invalid_grant", description);

    internal static OAuthError InvalidCredentialRequest(string description) =>
        new("invalid_credential_request", description);

    internal JsonHttpResult<OAuthError> ToResult() =>
        TypedResults.Json(this, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>401 with the challenge of RFC 6750, which names no error to whoever sent no token at all.</summary>
    internal static JsonHttpResult<OAuthError> Unauthorized(HttpResponse response, bool sentToken)
    {
        const string code = "invalid_token";
        response.Headers[HeaderNames.WWWAuthenticate] = sentToken ? $"Bearer error=\"{code}\"" : "Bearer";
        return TypedResults.Json(
            new OAuthError(code, "Send the access token of the token endpoint. It counts for ten minutes."),
            statusCode: StatusCodes.Status401Unauthorized
        );
    }
}
