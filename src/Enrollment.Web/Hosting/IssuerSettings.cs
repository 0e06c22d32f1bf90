namespace Enrollment.Web.Hosting;

/// <summary>The keys that credentials are signed with.</summary>
public sealed class IssuerSettings
{
    /// <summary>
    /// PEM blocks one after another: the Ed25519 and the P-256 key that sign (PRIVATE KEY), then the public halves of those
    /// that signed before (PUBLIC KEY), which must stay for as long as what they signed is to be verified. For the
    /// environment; otherwise name a file with <see cref="CredentialKeysFile"/>.
    /// </summary>
    public string CredentialKeys { get; set; } = "";

    /// <summary>
    /// File with such blocks. Both empty: keys for development, made at the first start, whose certificates say that they
    /// are specimens.
    /// </summary>
    public string CredentialKeysFile { get; set; } = "";

    /// <summary>Whether certificates are signed with keys that nobody chose.</summary>
    internal bool IsDevelopment => CredentialKeys.Length == 0 && CredentialKeysFile.Length == 0;

    internal void Check()
    {
        if (CredentialKeys.Length > 0 && CredentialKeysFile.Length > 0)
        {
            throw new SettingsException(
                "Enrollment:Issuer:CredentialKeys and Enrollment:Issuer:CredentialKeysFile are both set: keep one."
            );
        }
    }
}
