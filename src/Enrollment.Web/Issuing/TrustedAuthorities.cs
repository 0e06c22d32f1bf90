using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Issuing;

/// <summary>Authorities of signing keys that were used before: what they signed is still to be verified.</summary>
sealed record TrustedAuthorities(IReadOnlyList<X509Certificate2> Certificates)
{
    /// <exception cref="SettingsException">The file can't be read, or holds no certificate.</exception>
    internal static TrustedAuthorities Read(string path)
    {
        if (path.Length == 0)
            return new([]);
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException(
                $"Enrollment:Issuer:FormerAuthoritiesFile can't be read: {unreadable.Message}",
                unreadable
            );
        }

        return certificates.Count > 0
            ? new([.. certificates])
            : throw new SettingsException("Enrollment:Issuer:FormerAuthoritiesFile holds no certificate in PEM form.");
    }
}
