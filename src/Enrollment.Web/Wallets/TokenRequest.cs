using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Wallets;

/// <summary>What a wallet posts to the token endpoint, as a form. Members that aren't known are passed over.</summary>
/// <param name="Code">The pre-authorized code.</param>
/// <param name="TransactionCode">Null where the wallet sent none.</param>
/// <param name="Configurations">
/// The configurations that the wallet asks for by authorization details (RFC 9396); null where it sent none.
/// </param>
sealed record TokenRequest(string Code, string? TransactionCode, IReadOnlyList<string>? Configurations)
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

        IReadOnlyList<string>? wanted = null;
        if (!StringValues.IsNullOrEmpty(form["authorization_details"]))
        {
            wanted = Wanted(form["authorization_details"]!);
            if (wanted is null)
                return (null, new("invalid_authorization_details", "They name nothing that is offered here."));
        }

        return (new(form["pre-authorized_code"]!, (string?)form["tx_code"], wanted), null);
    }

    /// <summary>The configurations that are named, each once; null where one isn't offered here or none is named.</summary>
    static List<string>? Wanted(string json)
    {
        try
        {
            using var details = JsonDocument.Parse(json);
            if (details.RootElement.ValueKind != JsonValueKind.Array || details.RootElement.GetArrayLength() == 0)
                return null;

            var named = details.RootElement.EnumerateArray().Select(Named).ToList();
            return named.Exists(name => name is null) ? null : [.. named.Select(name => name!).Distinct()];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair in a name or a text.
            return null;
        }
    }

    static string? Named(JsonElement detail) =>
        Text(detail, "type") == WalletDocuments.AuthorizationDetailsType
        && Text(detail, "credential_configuration_id") is { } name
        && WalletDocuments.FormOf(name) is not null
            ? name
            : null;

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
