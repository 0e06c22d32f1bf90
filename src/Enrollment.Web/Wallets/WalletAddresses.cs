namespace Enrollment.Web.Wallets;

/// <summary>
/// Where wallets find what they need. The issuer's identifier is the public address without a slash at its end; a proxy that
/// serves it with a path takes the path away, but not from the well-known addresses, which lie at the top of the host.
/// </summary>
sealed class WalletAddresses
{
    internal const string Offers = "/oid4vci/offers/";
    internal const string TokenPath = "/oid4vci/token";
    internal const string CredentialPath = "/oid4vci/credential";

    /// <param name="publicAddress">Absolute and ASCII, as the settings give it; wallets compare it letter by letter.</param>
    internal WalletAddresses(Uri publicAddress)
    {
        Issuer = publicAddress.AbsoluteUri.TrimEnd('/');
        Path = publicAddress.AbsolutePath.TrimEnd('/');
    }

    /// <summary>The identifier of the credential issuer and of its authorization server, which are one.</summary>
    internal string Issuer { get; }

    /// <summary>Of the identifier: empty, or with a slash at its beginning alone.</summary>
    internal string Path { get; }

    internal string Token => Issuer + TokenPath;

    internal string Credential => Issuer + CredentialPath;

    /// <summary>What opens a wallet with an offer.</summary>
    internal string Link(string secret) =>
        $"openid-credential-offer://?credential_offer_uri={Uri.EscapeDataString(Issuer + Offers + secret)}";
}
