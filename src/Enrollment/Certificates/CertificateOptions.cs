namespace Enrollment.Certificates;

/// <summary>What certificates are issued with here.</summary>
/// <param name="PublicAddress">
/// The public address of this installation, which verification codes are printed with. It must stay reachable for as long
/// as certificates are to be verified.
/// </param>
/// <param name="Specimen">Whether keys for development sign, so that each certificate must say that it is a specimen.</param>
public sealed record CertificateOptions(Uri PublicAddress, bool Specimen)
{
    /// <summary>For how long a wallet may come for a credential that was offered to it.</summary>
    public TimeSpan WalletOfferLifetime { get; init; } = TimeSpan.FromHours(72);

    internal Uri VerificationPage => new(PublicAddress, "verify");

    internal string VerificationUrl(string code) => new Uri(PublicAddress, $"verify/{code}").AbsoluteUri;
}
