using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures.Revocation;

/// <summary>Reads revocation lists (RFC 5280, section 5).</summary>
internal static class RevocationList
{
    /// <summary>What a list says of a certificate; <paramref name="issuer"/> must have signed both.</summary>
    public static RevocationAnswer Judge(
        ReadOnlyMemory<byte> list,
        X509Certificate2 certificate,
        X509Certificate2 issuer,
        DateTimeOffset at
    )
    {
        try
        {
            var statement = SignedStatement.Read(new AsnReader(list, AsnEncodingRules.DER).ReadSequence());
            return statement.IsBy(issuer) ? Judge(statement.Statement, certificate, at) : RevocationAnswer.Unknown;
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException)
        {
            return RevocationAnswer.Unknown;
        }
    }

    private static RevocationAnswer Judge(
        ReadOnlyMemory<byte> statement,
        X509Certificate2 certificate,
        DateTimeOffset at
    )
    {
        var reader = new AsnReader(statement, AsnEncodingRules.DER).ReadSequence();
        if (reader.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            _ = reader.ReadInteger();
        }
        _ = reader.ReadSequence();
        var issuer = reader.ReadEncodedValue();
        var (from, until) = (ReadTime(reader), IsTime(reader) ? ReadTime(reader) : (DateTimeOffset?)null);
        if (!issuer.Span.SequenceEqual(certificate.IssuerName.RawData) || at < from || at > until)
        {
            return RevocationAnswer.Unknown;
        }
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            for (var revoked = reader.ReadSequence(); revoked.HasData; )
            {
                if (revoked.ReadSequence().ReadIntegerBytes().Span.SequenceEqual(certificate.SerialNumberBytes.Span))
                {
                    return new(RevocationStatus.Revoked, null);
                }
            }
        }
        return new(RevocationStatus.Good, until);
    }

    private static bool IsTime(AsnReader reader) =>
        reader.HasData
        && (
            reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
            || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime)
        );

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
