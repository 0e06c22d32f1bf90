using System.Text.Json.Serialization;
using Enrollment.Certificates.Wallets;

namespace Enrollment.Web.Wallets;

/// <summary>An access token (RFC 6749, 5.1).</summary>
sealed record TokenAnswer
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    /// <summary>In small letters: it is compared without regard to case, but not by every wallet.</summary>
    [JsonPropertyName("token_type")]
    public string TokenType { get; init; } = "bearer";

    /// <summary>Seconds.</summary>
    [JsonPropertyName("expires_in")]
    public required int ExpiresIn { get; init; }

    /// <summary>Where the wallet asked by authorization details: the identifiers that it collects by.</summary>
    [JsonPropertyName("authorization_details")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TokenDetail>? AuthorizationDetails { get; init; }

    /// <param name="accessToken">It collects both forms.</param>
    /// <param name="identified">Whether the wallet asked by authorization details.</param>
    internal static TokenAnswer Of(string accessToken, bool identified) =>
        new()
        {
            AccessToken = accessToken,
            ExpiresIn = (int)Redemption.Lifetime.TotalSeconds,
            AuthorizationDetails = identified
                ? [.. WalletDocuments.Configurations.Select(form => new TokenDetail(form.Name, [form.Name]))]
                : null,
        };
}

/// <summary>What a token lets a wallet collect, by which identifiers.</summary>
sealed record TokenDetail(
    [property: JsonPropertyName("credential_configuration_id")] string CredentialConfigurationId,
    [property: JsonPropertyName("credential_identifiers")] IReadOnlyList<string> CredentialIdentifiers
)
{
    [JsonPropertyName("type")]
    public string Type { get; init; } = WalletDocuments.AuthorizationDetailsType;
}
