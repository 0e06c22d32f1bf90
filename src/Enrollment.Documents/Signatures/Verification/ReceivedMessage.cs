using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures.Keys;

namespace Enrollment.Documents.Signatures.Verification;

/// <summary>
/// The signed message (RFC 5652) in a signature, read before it is checked. It must have what <see cref="SigningKey"/>
/// gives it and nothing else, since some of it isn't signed.
/// </summary>
internal sealed class ReceivedMessage
{
    // Far above what a chain and a stamp take; finding a chain among thousands of certificates would take its time.
    private const int MostBytes = 256 * 1024;
    private const int MostCertificates = 16;

    private readonly SignedCms cms;

    private ReceivedMessage(SignedCms cms) => this.cms = cms;

    public SignerInfo Signer => cms.SignerInfos[0];

    /// <summary>The certificates that came with it.</summary>
    public X509Certificate2Collection Certificates => cms.Certificates;

    /// <summary>The time stamp over the signature, DER; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Stamp =>
        Signer.UnsignedAttributes is [{ } attribute] ? (ReadOnlyMemory<byte>?)attribute.Values[0].RawData : null;

    /// <summary>Reads the message for some content.</summary>
    /// <exception cref="MalformedPdfException">It has another form.</exception>
    public static ReceivedMessage Read(ReadOnlyMemory<byte> contents, byte[] content)
    {
        try
        {
            var message = new ReceivedMessage(Decode(contents, content));
            message.Demand();
            return message;
        }
        // What the library throws for messages made by somebody else's hand.
        catch (Exception error)
            when (error
                    is CryptographicException
                        or AsnContentException
                        or ArgumentException
                        or InvalidOperationException
            )
        {
            throw Wrong("isn't a signed message (CMS)");
        }
    }

    /// <summary>Whether the content, and the certificate that the signer names, are what was signed.</summary>
    public bool IsUnaltered()
    {
        try
        {
            Signer.CheckSignature(verifySignatureOnly: true);
            var reference = Signer.SignedAttributes.Cast<CryptographicAttributeObject>().Single(IsReference);
            return SigningCertificate.IsReferenceTo(reference.Values[0].RawData, Signer.Certificate!);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            return false;
        }
    }

    private static SignedCms Decode(ReadOnlyMemory<byte> contents, byte[] content)
    {
        if (contents.Length > MostBytes)
        {
            throw Wrong("is too large");
        }
        _ = AsnDecoder.ReadEncodedValue(contents.Span, AsnEncodingRules.DER, out _, out _, out var length);
        // Whatever else stood behind it wouldn't be signed.
        if (contents.Span[length..].ContainsAnyExcept((byte)0))
        {
            throw Wrong("has something behind its message");
        }
        DemandFrame(contents[..length]);
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.Decode(contents.Span[..length]);
        return cms;
    }

    private void Demand()
    {
        if (cms.SignerInfos.Count != 1 || cms.Certificates.Count > MostCertificates)
        {
            throw Wrong("has more than one signer or too many certificates");
        }
        var attributes = Signer.SignedAttributes.Cast<CryptographicAttributeObject>().ToList();
        string[] wanted = [Oids.ContentType, Oids.MessageDigest, Oids.SigningCertificateV2];
        if (attributes.Count != wanted.Length || !wanted.All(oid => attributes.Exists(a => a.Oid.Value == oid)))
        {
            throw Wrong("doesn't sign content type, digest and signing certificate and nothing else");
        }
        var loose = Signer.UnsignedAttributes.Cast<CryptographicAttributeObject>().ToList();
        if (loose.Count > 1 || loose.Exists(attribute => attribute.Oid.Value != Oids.TimeStampToken))
        {
            throw Wrong("has something else than one time stamp that isn't signed");
        }
        if (attributes.Concat(loose).Any(attribute => attribute.Values.Count != 1))
        {
            throw Wrong("has an attribute without a single value");
        }
    }

    // The frame around the parts isn't signed either, and the library passes over what it doesn't need of it.
    private static void DemandFrame(ReadOnlyMemory<byte> message)
    {
        var frame = new AsnReader(message, AsnEncodingRules.DER).ReadSequence();
        var isSignedData = frame.ReadObjectIdentifier() == Oids.SignedData;
        var data = frame.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        var isKnown = data.ReadInteger() == 1 && IsAlgorithm(Only(data.ReadSetOf()), Oids.Sha256);
        var content = data.ReadSequence();
        isKnown &= content.ReadObjectIdentifier() == Oids.Data && !content.HasData;
        _ = data.ReadSetOf(new Asn1Tag(TagClass.ContextSpecific, 0));
        var signer = Only(data.ReadSetOf()).ReadSequence();
        isKnown &= signer.ReadInteger() == 1;
        _ = signer.ReadSequence();
        isKnown &= IsAlgorithm(signer, Oids.Sha256);
        _ = signer.ReadSetOf(new Asn1Tag(TagClass.ContextSpecific, 0));
        isKnown &= IsAlgorithm(signer, Oids.Rsa, Oids.RsaSha256, Oids.EcdsaSha256);
        if (!isSignedData || !isKnown || data.HasData || frame.HasData)
        {
            throw Wrong("isn't one of data with SHA-256");
        }
    }

    private static AsnReader Only(AsnReader set)
    {
        var only = new AsnReader(set.ReadEncodedValue(), AsnEncodingRules.DER);
        set.ThrowIfNotEmpty();
        return only;
    }

    /// <summary>Reads an algorithm that has no parameters.</summary>
    private static bool IsAlgorithm(AsnReader reader, params string[] oids)
    {
        var algorithm = reader.ReadSequence();
        var isKnown = oids.Contains(algorithm.ReadObjectIdentifier());
        if (algorithm.HasData)
        {
            algorithm.ReadNull();
        }
        return isKnown && !algorithm.HasData;
    }

    private static bool IsReference(CryptographicAttributeObject attribute) =>
        attribute.Oid.Value == Oids.SigningCertificateV2;

    private static MalformedPdfException Wrong(string problem) => new($"The signature {problem}.");
}
