using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Issuing;

/// <summary>Authorities that are trusted beside those of today's signing keys.</summary>
/// <param name="Certificates">Of signing keys that were used before: what they signed is still to be verified.</param>
/// <param name="OfStamps">Of time-stamp authorities: when their stamps say that a document was signed, it was.</param>
sealed record TrustedAuthorities(IReadOnlyList<X509Certificate2> Certificates, IReadOnlyList<X509Certificate2> OfStamps)
{
    /// <exception cref="SettingsException">A file can't be read, or holds no certificate.</exception>
    internal static TrustedAuthorities Read(IssuerSettings settings) =>
        new(
            Read("FormerAuthoritiesFile", settings.FormerAuthoritiesFile),
            Read("TimeStamp:AuthoritiesFile", settings.TimeStamp?.AuthoritiesFile ?? "")
        );

    static X509Certificate2[] Read(string setting, string path)
    {
        if (path.Length == 0)
            return [];
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"Enrollment:Issuer:{setting} can't be read: {unreadable.Message}", unreadable);
        }

        return certificates.Count > 0
            ? [.. certificates]
            : throw new SettingsException($"Enrollment:Issuer:{setting} holds no certificate in PEM form.");
    }
}
