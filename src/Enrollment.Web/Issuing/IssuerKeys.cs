using Enrollment.Credentials.Issuers;
using Enrollment.Documents.Signatures;
using Enrollment.Storage;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Issuing;

/// <summary>Opens the keys that credentials are signed with, or makes some for development.</summary>
static class IssuerKeys
{
    /// <summary>In the data directory.</summary>
    internal const string DevelopmentFile = "development-keys/credentials.pem";

    const string DevelopmentSigningFile = "development-keys/signing.p12.base64";
    const string DevelopmentPassword = "development";
    const string Prefix = "Enrollment:Issuer";

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

    /// <summary>Where the keys of documents are; those for development are made where there are none.</summary>
    internal static DocumentSigningSettings Signing(Settings settings, TimeProvider time)
    {
        var issuer = settings.Issuer;
        return new(issuer.SigningKey?.Named($"{Prefix}:SigningKey") ?? DevelopmentKey(settings, time))
        {
            CenterKeys = issuer.CenterSigningKeys.ToDictionary(
                center => center.Key,
                center => center.Value.Named($"{Prefix}:CenterSigningKeys:{center.Key}"),
                StringComparer.OrdinalIgnoreCase
            ),
            TimeStamp = issuer.TimeStamp is { } stamp
                ? new(stamp.Address!)
                {
                    Timeout = TimeSpan.FromSeconds(stamp.TimeoutSeconds),
                    OnFailure = stamp.OnFailure,
                    Room = stamp.Room,
                }
                : null,
            AddRevocationProof = issuer.AddRevocationProof,
        };
    }

    static SigningKeySettings DevelopmentKey(Settings settings, TimeProvider time)
    {
        var path = Path.Combine(settings.DataDirectory, DevelopmentSigningFile);
        var text = SecretFile.ReadOrMake(
            path,
            () =>
                Convert.ToBase64String(
                    NewSigningKey
                        .Make("Specimen", "Key for development", DevelopmentPassword, time.GetUtcNow())
                        .Pkcs12.Span
                )
        );
        return new(path) { Base64 = text, Password = DevelopmentPassword };
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
