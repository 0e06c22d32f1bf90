using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enrollment.Web.Wallets;

/// <summary>
/// What a wallet posts to the credential endpoint, as JSON. Members that aren't known are passed over, and so are proofs,
/// which aren't asked for.
/// </summary>
/// <param name="Name">Of a configuration or, where <paramref name="Identified"/>, of a credential.</param>
/// <param name="Identified">Whether it is an identifier that came with the token.</param>
sealed record CredentialRequest(string Name, bool Identified)
{
    static readonly JsonDocumentOptions reading = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The request, or why it can't be read.</summary>
    internal static async Task<(CredentialRequest? Request, OAuthError? Error)> ReadAsync(
        HttpRequest request,
        CancellationToken token
    )
    {
        if (!request.HasJsonContentType())
            return (null, OAuthError.InvalidCredentialRequest("Send the request as application/json."));

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, reading, token);
            return Read(body.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair, or no UTF-8, in a name or a text.
            return (null, OAuthError.InvalidCredentialRequest("The body is no JSON, or a member stands there twice."));
        }
    }

    static (CredentialRequest? Request, OAuthError? Error) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return (null, OAuthError.InvalidCredentialRequest("The body must be a JSON object."));
        if (body.TryGetProperty("credential_response_encryption", out _))
            return (null, new("invalid_encryption_parameters", "Responses are not encrypted beyond TLS here."));

        var byConfiguration = body.TryGetProperty("credential_configuration_id", out var configuration);
        var byIdentifier = body.TryGetProperty("credential_identifier", out var identifier);
        var name = byIdentifier ? identifier : configuration;
        return byConfiguration == byIdentifier || name.ValueKind != JsonValueKind.String
            ? (
                null,
                OAuthError.InvalidCredentialRequest(
                    "Name what you want by credential_configuration_id or, where identifiers came with the token, by "
                        + "credential_identifier."
                )
            )
            : (new(name.GetString()!, byIdentifier), null);
    }
}

/// <summary>For the documentation: what a wallet asks for, by one of the two.</summary>
sealed record CredentialBody
{
    [JsonPropertyName("credential_configuration_id")]
    public string? CredentialConfigurationId { get; init; }

    [JsonPropertyName("credential_identifier")]
    public string? CredentialIdentifier { get; init; }
}
