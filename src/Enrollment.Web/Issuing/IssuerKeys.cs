using Enrollment.Credentials.Issuers;
using Enrollment.Storage;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Issuing;

/// <summary>Opens the keys that credentials are signed with, or makes some for development.</summary>
static class IssuerKeys
{
    /// <summary>In the data directory.</summary>
    internal const string DevelopmentFile = "development-keys/credentials.pem";

    /// <exception cref="SettingsException">They can't be read or aren't what signing takes.</exception>
    internal static IssuerKeySet Open(Settings settings)
    {
        var (text, source) = Read(settings);
        try
        {
            return IssuerKeySet.Load(WebDid.At(settings.PublicAddress), KeyText.ReadAll(text));
        }
        catch (FormatException unusable)
        {
            throw new SettingsException($"{source} can't be used. {unusable.Message}", unusable);
        }
    }

    static (string Text, string Source) Read(Settings settings)
    {
        var issuer = settings.Issuer;
        if (issuer.CredentialKeys.Length > 0)
            return (issuer.CredentialKeys, "Enrollment:Issuer:CredentialKeys");
        if (issuer.IsDevelopment)
        {
            var path = Path.Combine(settings.DataDirectory, DevelopmentFile);
            return (
                SecretFile.ReadOrMake(path, () => string.Join('\n', KeyText.Generate().Select(key => key.Pem))),
                path
            );
        }

        try
        {
            return (File.ReadAllText(issuer.CredentialKeysFile), issuer.CredentialKeysFile);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"Enrollment:Issuer:CredentialKeysFile can't be read: {unreadable.Message}",
                unreadable
            );
        }
    }
}
