using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Net.Pkcs11Interop.Common;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>Finds a key and its certificate on a PKCS #11 token. The private key never leaves the token.</summary>
internal static class TokenKey
{
    /// <exception cref="SigningKeyException">Says what is wrong.</exception>
    public static SigningKey Read(SigningKeySettings settings)
    {
        Demand(settings, "Token", settings.Token);
        Demand(settings, "Key", settings.Key);
        Demand(settings, "Pin", settings.Pin);
        try
        {
            return Find(settings);
        }
        catch (Exception error) when (error is CryptographicException or Pkcs11Exception)
        {
            throw settings.Wrong("Token", $"doesn't let its key be used: {error.Message}", error);
        }
    }

    private static SigningKey Find(SigningKeySettings settings)
    {
        var sessions = new TokenSessions(settings);
        var certificates = string.IsNullOrWhiteSpace(settings.CertificateFile)
            ? sessions.ReadCertificates()
            : ReadFile(settings, settings.CertificateFile);
        // By the key itself: labels and identifiers on tokens are what somebody typed.
        foreach (var certificate in certificates)
        {
            if (Wrap(sessions, certificate) is { } key && SigningCertificate.Belong(key, certificate))
            {
                return new(settings.Name, new(() => Wrap(sessions, certificate)!), certificate, certificates);
            }
        }
        throw settings.Wrong(
            "Key",
            $"has no certificate among the {certificates.Count} at hand. Put it on the token, or name a PEM file in CertificateFile."
        );
    }

    private static void Demand(SigningKeySettings settings, string setting, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw settings.Wrong(setting, "is missing: a key on a token has Module, Token, Key and Pin.");
        }
    }

    private static IReadOnlyList<X509Certificate2> ReadFile(SigningKeySettings settings, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(path);
            return [.. certificates];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw settings.Wrong("CertificateFile", $"can't be read: {error.Message}", error);
        }
    }

    private static AsymmetricAlgorithm? Wrap(TokenSessions sessions, X509Certificate2 certificate) =>
        sessions.KeyType switch
        {
            CKK.CKK_EC when certificate.GetECDsaPublicKey() is { KeySize: 256 } key => new TokenEcdsa(sessions, key),
            CKK.CKK_RSA when certificate.GetRSAPublicKey() is { } key => new TokenRsa(sessions, key),
            _ => null,
        };
}
