using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures.Verification;

/// <summary>The authorities that are trusted for one purpose. Nothing is fetched.</summary>
internal sealed class TrustedAuthorities(IEnumerable<X509Certificate2> authorities)
{
    private readonly X509Certificate2[] roots = [.. authorities];

    /// <summary>
    /// Whether a chain leads from a certificate to a trusted authority, whether all of it was valid then, and whether the
    /// other certificates at hand are all in it.
    /// </summary>
    public (bool IsTrusted, bool IsInTime, bool IsComplete) Judge(
        X509Certificate2 certificate,
        X509Certificate2Collection others,
        DateTimeOffset at
    )
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        _ = chain.Build(certificate);
        var problems = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return (
            (problems & ~X509ChainStatusFlags.NotTimeValid) == X509ChainStatusFlags.NoError,
            (problems & X509ChainStatusFlags.NotTimeValid) == X509ChainStatusFlags.NoError,
            others.All(other =>
                chain.ChainElements.Any(element =>
                    element.Certificate.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span)
                )
            )
        );
    }
}
