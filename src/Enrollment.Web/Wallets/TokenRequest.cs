using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Wallets;

/// <summary>What a wallet posts to the token endpoint, as a form. Members that aren't known are passed over.</summary>
/// <param name="Code">The pre-authorized code.</param>
/// <param name="TransactionCode">Null where the wallet sent none.</param>
/// <param name="Identified">
/// Whether the wallet asks by authorization details (RFC 9396) and so for identifiers of what it may collect.
/// </param>
sealed record TokenRequest(string Code, string? TransactionCode, bool Identified)
{
    internal const string FormType = "application/x-www-form-urlencoded";

    /// <summary>The request, or why it can't be read.</summary>
    internal static async Task<(TokenRequest? Request, OAuthError? Error)> ReadAsync(
        HttpRequest request,
        CancellationToken token
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase)
        )
            return (null, OAuthError.InvalidRequest("Send the parameters as application/x-www-form-urlencoded."));

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(token);
        }
        catch (InvalidDataException)
        {
            return (null, OAuthError.InvalidRequest("The form cannot be read."));
        }

        if (form.Any(member => member.Value.Count > 1))
            return (null, OAuthError.InvalidRequest("A parameter stands there twice."));
        if (StringValues.IsNullOrEmpty(form["grant_type"]))
            return (null, OAuthError.InvalidRequest("grant_type is missing."));
        if (form["grant_type"] != WalletDocuments.Grant)
            return (null, new("unsupported_grant_type", $"Only {WalletDocuments.Grant} is supported."));
        if (StringValues.IsNullOrEmpty(form["pre-authorized_code"]))
            return (null, OAuthError.InvalidRequest("pre-authorized_code is missing."));

        string? details = form["authorization_details"];
        if (!string.IsNullOrEmpty(details) && !AreOffered(details))
            return (null, new("invalid_authorization_details", "They name nothing that is offered here."));

        return (new(form["pre-authorized_code"]!, (string?)form["tx_code"], !string.IsNullOrEmpty(details)), null);
    }

    /// <summary>Whether details are given, each of them of something that is offered here.</summary>
    static bool AreOffered(string json)
    {
        try
        {
            using var details = JsonDocument.Parse(json);
            return details.RootElement.ValueKind == JsonValueKind.Array
                && details.RootElement.GetArrayLength() > 0
                && details.RootElement.EnumerateArray().All(IsOffered);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair in a name or a text.
            return false;
        }
    }

    static bool IsOffered(JsonElement detail) =>
        Text(detail, "type") == WalletDocuments.AuthorizationDetailsType
        && Text(detail, "credential_configuration_id") is { } name
        && WalletDocuments.FormOf(name) is not null;

    static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>For the documentation: the form that a wallet posts.</summary>
sealed record TokenForm
{
    [JsonPropertyName("grant_type")]
    public required string GrantType { get; init; }

    [JsonPropertyName("pre-authorized_code")]
    public required string PreAuthorizedCode { get; init; }

    [JsonPropertyName("tx_code")]
    public required string TransactionCode { get; init; }

    /// <summary>A JSON array (RFC 9396); optional.</summary>
    [JsonPropertyName("authorization_details")]
    public string? AuthorizationDetails { get; init; }
}
