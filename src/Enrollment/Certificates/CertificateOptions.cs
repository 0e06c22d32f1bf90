namespace Enrollment.Certificates;

/// <summary>
/// The public address of this installation, which verification codes are printed with. It must stay reachable for as
/// long as certificates are to be verified.
/// </summary>
public sealed record CertificateOptions(Uri PublicAddress)
{
    internal Uri VerificationPage => new(PublicAddress, "verify");

    internal string VerificationUrl(string code) => new Uri(PublicAddress, $"verify/{code}").AbsoluteUri;
}
