using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>Reads a key from PKCS #12 (RFC 7292).</summary>
internal static class Pkcs12Key
{
    /// <exception cref="SigningKeyException">Says what is wrong.</exception>
    public static SigningKey Read(SigningKeySettings settings)
    {
        var (setting, bytes) = string.IsNullOrWhiteSpace(settings.File)
            ? ("Base64", ReadText(settings))
            : ("File", ReadFile(settings, settings.File));
        var certificates = Open(settings, setting, bytes);
        var signing = certificates.Where(certificate => certificate.HasPrivateKey).ToList();
        if (signing.Count != 1)
        {
            throw settings.Wrong(
                setting,
                $"has {signing.Count} private keys where exactly one is needed. Export the key together with its certificate."
            );
        }
        var certificate = signing[0];
        var others = certificates
            .Where(other => other != certificate)
            .Concat([X509CertificateLoader.LoadCertificate(certificate.RawData)])
            .ToList();
        var pool = PoolOf(certificate) ?? throw settings.Wrong(setting, "has a key that is neither RSA nor P-256.");
        if (!pool.Use(key => SigningCertificate.Belong(key, certificate)))
        {
            throw settings.Wrong(
                setting,
                "has a key that isn't the one of its certificate. Export the two that belong together."
            );
        }
        // Without its private half: the pool has that.
        return new(settings.Name, pool, others[^1], others);
    }

    private static byte[] ReadFile(SigningKeySettings settings, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw settings.Wrong("File", $"can't be read: {error.Message} Correct the path.", error);
        }
    }

    private static byte[] ReadText(SigningKeySettings settings)
    {
        try
        {
            return Convert.FromBase64String(settings.Base64!);
        }
        catch (FormatException error)
        {
            throw settings.Wrong("Base64", "isn't base64. Encode the file anew: base64 -w0 key.p12", error);
        }
    }

    private static X509Certificate2Collection Open(SigningKeySettings settings, string setting, byte[] bytes)
    {
        // A key that is used from memory needn't be written to a store of the account; one system can't do without.
        var flags = X509KeyStorageFlags.Exportable;
        if (!OperatingSystem.IsMacOS())
        {
            flags |= X509KeyStorageFlags.EphemeralKeySet;
        }
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(bytes, settings.Password, flags);
        }
        catch (CryptographicException error)
        {
            // The library reports a wrong password with this code of the Windows API on every system.
            const int invalidPassword = unchecked((int)0x80070056);
            throw error.HResult == invalidPassword
                ? settings.Wrong("Password", $"isn't the password of {setting}. Correct it.", error)
                : settings.Wrong(setting, "isn't PKCS #12 (.p12, .pfx). Export the key in that format.", error);
        }
    }

    private static KeyPool? PoolOf(X509Certificate2 certificate)
    {
        using var elliptic = certificate.GetECDsaPrivateKey();
        if (elliptic is not null)
        {
            var parameters = elliptic.ExportParameters(includePrivateParameters: true);
            return new(() => new FileEcdsa(ECDsa.Create(parameters)));
        }
        using var rsa = certificate.GetRSAPrivateKey();
        if (rsa is null)
        {
            return null;
        }
        var numbers = rsa.ExportParameters(includePrivateParameters: true);
        return new(() => RSA.Create(numbers));
    }
}
