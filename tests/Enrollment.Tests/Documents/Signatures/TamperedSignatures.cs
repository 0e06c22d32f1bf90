using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using static Enrollment.Documents.Signatures.Verification.SignatureVerdict;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Signatures of other keys and of other forms, each with the answer that it must get.</summary>
internal static class TamperedSignatures
{
    private static readonly DateTimeOffset At = SigningSamples.At;

    public static readonly Dictionary<string, (SignatureVerdict Expected, Func<byte[]> Make)> Cases = new(
        StringComparer.Ordinal
    )
    {
        ["signature over nothing"] = (Altered, () => Forgery.Sign(Trusted(), content: _ => [0])),
        ["signature over the file without its update"] = (
            Altered,
            () => Forgery.Sign(Trusted(), content: _ => SigningSamples.Unsigned)
        ),
        ["another key with the same names"] = (UnknownSigner, () => Forgery.Sign(new CertificateIssuer(At).Issue(At))),
        ["own certificate as its own authority"] = (
            UnknownSigner,
            () => Forgery.Sign(new CertificateIssuer(At, "Mine").Issue(At))
        ),
        ["no certificate"] = (Malformed, () => Forgery.Sign(Trusted(), WithoutCertificates)),
        ["the authority's certificate alone"] = (
            UnknownSigner,
            () => Forgery.Sign(Trusted(), signer => signer.IncludeOption = X509IncludeOption.None)
        ),
        ["somebody else's certificate beside it"] = (
            Altered,
            () =>
                Forgery.Sign(Trusted(), signer => signer.Certificates.Add(new CertificateIssuer(At, "Mine").Authority))
        ),
        ["certificate for encryption"] = (
            NotEntitled,
            () => Forgery.Sign(Forgery.Trusted.Issue(At, usage: X509KeyUsageFlags.KeyEncipherment))
        ),
        ["certificate of a web server"] = (
            NotEntitled,
            () => Forgery.Sign(Forgery.Trusted.Issue(At, purpose: Oids.ServerAuthentication))
        ),
        ["certificate of a time-stamp authority"] = (
            NotEntitled,
            () => Forgery.Sign(Forgery.Trusted.Issue(At, purpose: Oids.TimeStamping))
        ),
        ["short RSA key"] = (NotEntitled, () => Forgery.Sign(Forgery.Trusted.Issue(At, RSA.Create(1024)))),
        ["other curve"] = (
            NotEntitled,
            () => Forgery.Sign(Forgery.Trusted.Issue(At, ECDsa.Create(ECCurve.NamedCurves.nistP384)))
        ),
        ["certificate that had expired"] = (
            OutsideValidity,
            () => Forgery.Sign(Trusted(), request: SigningSamples.Request with { At = At.AddYears(2) })
        ),
        ["certificate that wasn't valid yet"] = (
            OutsideValidity,
            () => Forgery.Sign(Trusted(), request: SigningSamples.Request with { At = At.AddDays(-2) })
        ),

        ["no reference to the certificate"] = (
            Malformed,
            () => Forgery.Sign(Trusted(), signer => signer.SignedAttributes.Remove(signer.SignedAttributes[0]))
        ),
        ["reference to another certificate"] = (
            Altered,
            () =>
                Forgery.Sign(
                    Trusted(),
                    signer =>
                    {
                        signer.SignedAttributes.Remove(signer.SignedAttributes[0]);
                        signer.SignedAttributes.Add(Forgery.Reference(Trusted().Certificate));
                    }
                )
        ),
        ["two references"] = (
            Malformed,
            () => Forgery.Sign(Trusted(), signer => signer.SignedAttributes.Add(Forgery.Reference(signer.Certificate!)))
        ),
        ["a second time of signing"] = (
            Malformed,
            () => Forgery.Sign(Trusted(), signer => signer.SignedAttributes.Add(new Pkcs9SigningTime(At.UtcDateTime)))
        ),
        ["old hash function"] = (
            Malformed,
            () => Forgery.Sign(Trusted(), signer => signer.DigestAlgorithm = new("1.3.14.3.2.26"))
        ),
        ["two signers"] = (
            Malformed,
            () => Forgery.Sign(Trusted(), finish: cms => cms.ComputeSignature(new CmsSigner(Trusted().Certificate)))
        ),
        ["counter-signature"] = (
            Malformed,
            () =>
                Forgery.Sign(
                    Trusted(),
                    finish: cms => cms.SignerInfos[0].ComputeCounterSignature(new CmsSigner(Trusted().Certificate))
                )
        ),
        ["something that isn't signed"] = (
            Malformed,
            () =>
                Forgery.Sign(
                    Trusted(),
                    finish: cms => cms.SignerInfos[0].AddUnsignedAttribute(new Pkcs9DocumentName("x"))
                )
        ),
        ["stamp that is none"] = (
            Altered,
            () =>
                Forgery.Sign(
                    Trusted(),
                    finish: cms =>
                        cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(Oids.TimeStampToken, [0x30, 0]))
                )
        ),
        ["content within the message"] = (
            Malformed,
            () => Forgery.Sign(Trusted(), isDetached: false, content: _ => [1])
        ),
    };

    private static Issued Trusted() => Forgery.Trusted.Issue(At);

    private static void WithoutCertificates(CmsSigner signer)
    {
        signer.Certificates.Clear();
        signer.IncludeOption = X509IncludeOption.None;
    }
}
