using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures.Revocation;

/// <summary>One question to an OCSP responder (RFC 6960) and what its answer says.</summary>
internal sealed class OcspExchange(X509Certificate2 certificate, X509Certificate2 issuer)
{
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Good = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Revoked = new(TagClass.ContextSpecific, 1);

    // A responder's clock may be ahead.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[] identity = Identify(certificate, issuer);

    /// <summary>The question, DER.</summary>
    public byte[] Question()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(identity);
        }
        return writer.Encode();
    }

    /// <summary>What an answer says at a time.</summary>
    public RevocationAnswer Judge(ReadOnlyMemory<byte> answer, DateTimeOffset at)
    {
        try
        {
            var reader = new AsnReader(answer, AsnEncodingRules.DER).ReadSequence();
            if (reader.ReadEnumeratedBytes().Span is not [0])
            {
                return RevocationAnswer.Unknown;
            }
            var typed = reader.ReadSequence(Tag0).ReadSequence();
            if (typed.ReadObjectIdentifier() != Basic)
            {
                return RevocationAnswer.Unknown;
            }
            var basic = new AsnReader(typed.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
            var statement = SignedStatement.Read(basic);
            return IsByResponder(statement, basic, at) ? FindIn(statement.Statement, at) : RevocationAnswer.Unknown;
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException)
        {
            return RevocationAnswer.Unknown;
        }
    }

    // RFC 6960, section 4.2.2.2: the issuer signs itself, or names who does in a certificate for that alone.
    private bool IsByResponder(SignedStatement statement, AsnReader behind, DateTimeOffset at)
    {
        if (statement.IsBy(issuer))
        {
            return true;
        }
        if (!behind.HasData)
        {
            return false;
        }
        for (var certificates = behind.ReadSequence(Tag0).ReadSequence(); certificates.HasData; )
        {
            var encoded = certificates.ReadEncodedValue();
            using var responder = X509CertificateLoader.LoadCertificate(encoded.Span);
            var isNamed =
                responder
                    .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                    .Any(extension => extension.EnhancedKeyUsages[Oids.OcspSigning] is not null)
                && at >= responder.NotBefore
                && at <= responder.NotAfter
                && SignedStatement.Read(new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence()).IsBy(issuer);
            if (isNamed && statement.IsBy(responder))
            {
                return true;
            }
        }
        return false;
    }

    private RevocationAnswer FindIn(ReadOnlyMemory<byte> statement, DateTimeOffset at)
    {
        var reader = new AsnReader(statement, AsnEncodingRules.DER).ReadSequence();
        if (reader.PeekTag().HasSameClassAndValue(Tag0))
        {
            _ = reader.ReadEncodedValue();
        }
        _ = reader.ReadEncodedValue();
        _ = reader.ReadGeneralizedTime();
        for (var responses = reader.ReadSequence(); responses.HasData; )
        {
            var response = responses.ReadSequence();
            if (!response.ReadEncodedValue().Span.SequenceEqual(identity))
            {
                continue;
            }
            var status = response.PeekTag();
            _ = response.ReadEncodedValue();
            var from = response.ReadGeneralizedTime();
            DateTimeOffset? until =
                response.HasData && response.PeekTag().HasSameClassAndValue(Tag0)
                    ? response.ReadSequence(Tag0).ReadGeneralizedTime()
                    : null;
            if (status.HasSameClassAndValue(Revoked))
            {
                return new(RevocationStatus.Revoked, null);
            }
            return status.HasSameClassAndValue(Good) && at >= from - Tolerance && !(at > until)
                ? new(RevocationStatus.Good, until)
                : RevocationAnswer.Unknown;
        }
        return RevocationAnswer.Unknown;
    }

    [SuppressMessage(
        "Security",
        "CA5350",
        Justification = "RFC 5019 names SHA-1 for the identity, which isn't secret."
    )]
    private static byte[] Identify(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1);
                writer.WriteNull();
            }
            writer.WriteOctetString(SHA1.HashData(certificate.IssuerName.RawData));
            writer.WriteOctetString(SHA1.HashData(issuer.PublicKey.EncodedKeyValue.RawData));
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }
        return writer.Encode();
    }
}
