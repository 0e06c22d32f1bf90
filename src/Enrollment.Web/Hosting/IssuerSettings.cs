using Enrollment.Documents.Signatures;

namespace Enrollment.Web.Hosting;

/// <summary>
/// The keys that certificates and credentials are signed with. Without any, keys for development are made at the first
/// start, and each certificate says that it is a specimen.
/// </summary>
public sealed class IssuerSettings
{
    /// <summary>
    /// PEM blocks one after another: the Ed25519 and the P-256 key that sign (PRIVATE KEY), then the public halves of those
    /// that signed before (PUBLIC KEY), which must stay for as long as what they signed is to be verified. For the
    /// environment; otherwise name a file with <see cref="CredentialKeysFile"/>.
    /// </summary>
    public string CredentialKeys { get; set; } = "";

    /// <summary>File with such blocks.</summary>
    public string CredentialKeysFile { get; set; } = "";

    /// <summary>The key that signs the documents of every center that has none of its own.</summary>
    public SigningKeySetting? SigningKey { get; set; }

    /// <summary>Keys of centers, by the center's code.</summary>
    public Dictionary<string, SigningKeySetting> CenterSigningKeys { get; init; } =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// PEM file with the certificates of authorities whose keys signed before, so that what they signed is still verified
    /// here; empty for none.
    /// </summary>
    public string FormerAuthoritiesFile { get; set; } = "";

    /// <summary>The time-stamp authority (RFC 3161); left out: signatures have no time stamp.</summary>
    public TimeStampSetting? TimeStamp { get; set; }

    /// <summary>
    /// Whether proof that the signing certificate wasn't revoked is added to time-stamped documents, where its authority
    /// says where to ask.
    /// </summary>
    public bool AddRevocationProof { get; set; }

    /// <summary>Whether certificates are signed with keys that nobody chose.</summary>
    internal bool IsDevelopment => !HasCredentialKeys && SigningKey is null;

    bool HasCredentialKeys => CredentialKeys.Length > 0 || CredentialKeysFile.Length > 0;

    internal void Check()
    {
        if (CredentialKeys.Length > 0 && CredentialKeysFile.Length > 0)
        {
            throw new SettingsException(
                "Enrollment:Issuer:CredentialKeys and Enrollment:Issuer:CredentialKeysFile are both set: keep one."
            );
        }

        if (HasCredentialKeys != SigningKey is not null)
        {
            throw new SettingsException(
                "Enrollment:Issuer needs both, the keys of credentials (CredentialKeysFile) and the key of documents "
                    + "(SigningKey:File): 'enrollment keys FOLDER' makes them."
            );
        }

        if (CenterSigningKeys.Count > 0 && SigningKey is null)
            throw new SettingsException(
                "Enrollment:Issuer:CenterSigningKeys needs a SigningKey for all other centers."
            );
        if (TimeStamp is { Address: not { IsAbsoluteUri: true, Scheme: "http" or "https" } })
            throw new SettingsException("Enrollment:Issuer:TimeStamp:Address must be an http or https address.");
        if (TimeStamp is { TimeoutSeconds: < 1 or > 300 })
            throw new SettingsException("Enrollment:Issuer:TimeStamp:TimeoutSeconds must lie between 1 and 300.");
        if (TimeStamp is { Room: < 1_000 or > 100_000 })
            throw new SettingsException("Enrollment:Issuer:TimeStamp:Room must lie between 1000 and 100000 bytes.");
        if (AddRevocationProof && TimeStamp is null)
            throw new SettingsException("Enrollment:Issuer:AddRevocationProof needs a TimeStamp.");
    }
}

/// <summary>
/// Where a signing key is: a PKCS #12 file (<see cref="File"/>), the same as text (<see cref="Base64"/>), or a token by its
/// PKCS #11 module (<see cref="Module"/>).
/// </summary>
public sealed class SigningKeySetting
{
    public string? File { get; set; }
    public string? Base64 { get; set; }

    /// <summary>Of the file or the text; keep it in the environment.</summary>
    public string? Password { get; set; }

    /// <summary>Path of the library that the token's maker gives.</summary>
    public string? Module { get; set; }

    /// <summary>The token's label.</summary>
    public string? Token { get; set; }

    /// <summary>The key's label on the token.</summary>
    public string? Key { get; set; }

    /// <summary>The token's PIN; keep it in the environment.</summary>
    public string? Pin { get; set; }

    /// <summary>PEM file with the certificate and those above it, where they aren't on the token.</summary>
    public string? CertificateFile { get; set; }

    internal SigningKeySettings Named(string name) =>
        new(name)
        {
            File = File,
            Base64 = Base64,
            Password = Password,
            Module = Module,
            Token = Token,
            Key = Key,
            Pin = Pin,
            CertificateFile = CertificateFile,
        };
}

/// <summary>A time-stamp authority.</summary>
public sealed class TimeStampSetting
{
    public Uri? Address { get; set; }

    /// <summary>How long it may take to answer, 1 to 300.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>
    /// What happens while it doesn't: Wait (nothing is issued until it does) or FallBack (documents are signed without a
    /// stamp, and the log says which).
    /// </summary>
    public TimeStampFailure OnFailure { get; set; } = TimeStampFailure.Wait;

    /// <summary>Bytes that a stamp may take in a file, 1,000 to 100,000: those of an authority with a long chain take more.</summary>
    public int Room { get; set; } = 12_000;

    /// <summary>
    /// PEM file with the root certificates of the authorities whose stamps are believed here and by whoever takes what is
    /// published, those of former ones too; empty: no stamp counts as a time.
    /// </summary>
    public string AuthoritiesFile { get; set; } = "";
}
