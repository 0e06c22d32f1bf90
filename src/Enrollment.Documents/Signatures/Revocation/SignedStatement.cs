using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures.Revocation;

/// <summary>
/// What an authority signed, in the form that revocation lists and OCSP responses share: a statement, the algorithm, the
/// signature.
/// </summary>
/// <param name="Statement">DER.</param>
/// <param name="Algorithm">Object identifier.</param>
/// <param name="Signature">The signature over the statement.</param>
internal sealed record SignedStatement(ReadOnlyMemory<byte> Statement, string Algorithm, byte[] Signature)
{
    /// <exception cref="AsnContentException">It has another form.</exception>
    public static SignedStatement Read(AsnReader reader) =>
        new(reader.ReadEncodedValue(), reader.ReadSequence().ReadObjectIdentifier(), reader.ReadBitString(out _));

    /// <summary>Whether the key of a certificate made the signature.</summary>
    public bool IsBy(X509Certificate2 certificate)
    {
        (HashAlgorithmName Hash, bool IsRsa)? algorithm = Algorithm switch
        {
            Oids.RsaSha256 => (HashAlgorithmName.SHA256, true),
            Oids.RsaSha384 => (HashAlgorithmName.SHA384, true),
            Oids.RsaSha512 => (HashAlgorithmName.SHA512, true),
            Oids.EcdsaSha256 => (HashAlgorithmName.SHA256, false),
            Oids.EcdsaSha384 => (HashAlgorithmName.SHA384, false),
            Oids.EcdsaSha512 => (HashAlgorithmName.SHA512, false),
            _ => null,
        };
        if (algorithm is not { } known)
        {
            return false;
        }
        using var rsa = certificate.GetRSAPublicKey();
        using var elliptic = certificate.GetECDsaPublicKey();
        return known.IsRsa
            ? rsa?.VerifyData(Statement.Span, Signature, known.Hash, RSASignaturePadding.Pkcs1) == true
            : elliptic?.VerifyData(Statement.Span, Signature, known.Hash, DSASignatureFormat.Rfc3279DerSequence)
                == true;
    }
}
