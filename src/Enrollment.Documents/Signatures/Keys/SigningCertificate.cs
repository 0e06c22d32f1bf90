using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>What a certificate must be for its key to sign documents. Rules for signing and for verifying alike.</summary>
internal static class SigningCertificate
{
    public const int LeastRsaBits = 2048;

    // What it costs to verify grows with the square of it.
    private const int MostRsaBits = 8192;

    private static readonly string[] OtherPurposes =
    [
        Oids.ServerAuthentication,
        Oids.ClientAuthentication,
        Oids.CodeSigning,
        Oids.TimeStamping,
        Oids.OcspSigning,
    ];

    /// <summary>What keeps a certificate from signing documents, as the end of a sentence; null where nothing does.</summary>
    public static string? FindProblem(X509Certificate2 certificate) =>
        FindKeyProblem(certificate) ?? FindUsageProblem(certificate);

    /// <summary>
    /// The chain from a certificate upward, as far as <paramref name="others"/> have it; a self-signed one ends it.
    /// </summary>
    public static List<X509Certificate2> Chain(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> others)
    {
        var chain = new List<X509Certificate2> { certificate };
        while (!IsSelfIssued(chain[^1]))
        {
            var above = others.FirstOrDefault(other =>
                other.SubjectName.RawData.AsSpan().SequenceEqual(chain[^1].IssuerName.RawData)
                && !chain.Exists(known => known.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span))
            );
            if (above is null)
            {
                break;
            }
            chain.Add(above);
        }
        return chain;
    }

    /// <summary>Whether what a key signs is valid by a certificate.</summary>
    /// <exception cref="CryptographicException">The key doesn't sign.</exception>
    public static bool Belong(AsymmetricAlgorithm key, X509Certificate2 certificate)
    {
        var hash = SHA256.HashData(certificate.RawDataMemory.Span);
        using var elliptic = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        return key switch
        {
            ECDsa own when elliptic is not null => elliptic.VerifyHash(hash, own.SignHash(hash)),
            RSA own when rsa is not null => rsa.VerifyHash(
                hash,
                own.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            ),
            _ => false,
        };
    }

    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>What keeps the certificate's key from being one of these; null where nothing does.</summary>
    public static string? FindKeyProblem(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return rsa.KeySize is >= LeastRsaBits and <= MostRsaBits
                ? null
                : $"is for an RSA key of {rsa.KeySize} bits, which must have {LeastRsaBits} to {MostRsaBits}";
        }
        using var elliptic = certificate.GetECDsaPublicKey();
        return elliptic is not null && elliptic.ExportParameters(false).Curve is { IsNamed: true, Oid.Value: Oids.P256 }
            ? null
            : "is neither for an RSA key nor for one of the curve P-256";
    }

    // RFC 5280, section 4.2.1.3; without the extension a key is free to sign. A key for documents may be for other things
    // too, but not for those alone: the key of a web server lies about on it.
    private static string? FindUsageProblem(X509Certificate2 certificate)
    {
        const X509KeyUsageFlags signing = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;
        var usages = certificate.Extensions.OfType<X509KeyUsageExtension>().ToList();
        if (usages.Exists(usage => (usage.KeyUsages & signing) == 0))
        {
            return "doesn't allow its key to sign (key usage without digitalSignature and nonRepudiation)";
        }
        var purposes = certificate
            .Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
            .ToList();
        return purposes.Count > 0 && purposes.TrueForAll(purpose => OtherPurposes.Contains(purpose.Value))
            ? "is for other purposes than signing documents (extended key usage)"
            : null;
    }

    /// <summary>
    /// The attribute that binds a signature to its certificate (RFC 5035, section 3), DER. The hash algorithm is left out
    /// where it is SHA-256.
    /// </summary>
    public static byte[] EncodeReference(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(certificate.RawDataMemory.Span));
        }
        return writer.Encode();
    }

    /// <summary>Whether such an attribute names this certificate first.</summary>
    /// <exception cref="AsnContentException">It isn't one.</exception>
    public static bool IsReferenceTo(ReadOnlyMemory<byte> attribute, X509Certificate2 certificate)
    {
        var reader = new AsnReader(attribute, AsnEncodingRules.DER);
        var reference = reader.ReadSequence().ReadSequence().ReadSequence();
        reader.ThrowIfNotEmpty();
        if (
            reference.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
            && reference.ReadSequence().ReadObjectIdentifier() != Oids.Sha256
        )
        {
            return false;
        }
        return SHA256.HashData(certificate.RawDataMemory.Span).AsSpan().SequenceEqual(reference.ReadOctetString());
    }
}
