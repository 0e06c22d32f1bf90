using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures.Revocation;

/// <summary>Where an authority tells whether a certificate was revoked, as the certificate itself says.</summary>
internal static class RevocationAddresses
{
    private const string DistributionPoints = "2.5.29.31";
    private const string InformationAccess = "1.3.6.1.5.5.7.1.1";

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    /// <summary>Addresses of OCSP responders (RFC 5280, section 4.2.2.1).</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The extension isn't well-formed.</exception>
    public static IEnumerable<Uri> Responders(X509Certificate2 certificate) =>
        certificate.Extensions[InformationAccess] is { } extension
            ? Web(
                new X509AuthorityInformationAccessExtension(extension.RawData, extension.Critical).EnumerateOcspUris()
            )
            : [];

    /// <summary>Addresses of revocation lists (RFC 5280, section 4.2.1.13).</summary>
    /// <exception cref="AsnContentException">The extension isn't well-formed.</exception>
    public static IEnumerable<Uri> Lists(X509Certificate2 certificate) =>
        certificate.Extensions[DistributionPoints] is { } extension ? Web(ReadLists(extension.RawData)) : [];

    private static List<string> ReadLists(byte[] extension)
    {
        var addresses = new List<string>();
        var points = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (points.HasData)
        {
            var point = points.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(Tag0))
            {
                continue;
            }
            var name = point.ReadSequence(Tag0);
            if (!name.PeekTag().HasSameClassAndValue(Tag0))
            {
                continue;
            }
            for (var full = name.ReadSequence(Tag0); full.HasData; )
            {
                if (full.PeekTag().HasSameClassAndValue(UriTag))
                {
                    addresses.Add(full.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
                }
                else
                {
                    _ = full.ReadEncodedValue();
                }
            }
        }
        return addresses;
    }

    private static IEnumerable<Uri> Web(IEnumerable<string> addresses) =>
        addresses
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null)
            .OfType<Uri>()
            .Where(address => address.Scheme is "http" or "https");
}
