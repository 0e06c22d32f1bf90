using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Documents.Signatures;

/// <summary>A new key to sign with, and the small authority that vouches for it.</summary>
/// <param name="Pkcs12">The key, its certificate and the authority's, under the password.</param>
/// <param name="AuthorityPem">The authority's certificate: for those who verify.</param>
/// <param name="AuthorityPkcs12">
/// The authority's own key and certificate, under the password. Signing doesn't need it: it is kept elsewhere, for the
/// next key.
/// </param>
public sealed record NewSigningKey(
    ReadOnlyMemory<byte> Pkcs12,
    string AuthorityPem,
    ReadOnlyMemory<byte> AuthorityPkcs12
)
{
    private const int AuthorityYears = 20;
    private const int Years = 3;

    // Clocks of those who verify may be slow.
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(10);

    /// <summary>Makes a P-256 key, valid for three years, under a new authority, valid for twenty.</summary>
    /// <param name="organization">Who signs, such as the name of the center.</param>
    /// <param name="name">The certificate's own name, which readers show.</param>
    /// <param name="password">Protects the keys.</param>
    /// <param name="now">The time from which they are valid.</param>
    public static NewSigningKey Make(string organization, string name, string password, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = Subject(organization, "Document Signing Authority");
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var authority = request.CreateSelfSigned(now - Lead, now.AddYears(AuthorityYears));
        return Under(authority, organization, name, password, now);
    }

    /// <summary>Makes the next key under the authority of a former one.</summary>
    /// <param name="authorityPkcs12">The former key's <see cref="AuthorityPkcs12"/>.</param>
    /// <param name="organization">Who signs.</param>
    /// <param name="name">The certificate's own name.</param>
    /// <param name="password">Of the authority; it protects the new key too.</param>
    /// <param name="now">The time from which it is valid.</param>
    /// <exception cref="CryptographicException">
    /// The password is another, it is no authority, or it ends before the key would.
    /// </exception>
    public static NewSigningKey MakeNext(
        ReadOnlySpan<byte> authorityPkcs12,
        string organization,
        string name,
        string password,
        DateTimeOffset now
    )
    {
        using var authority = X509CertificateLoader.LoadPkcs12(
            authorityPkcs12,
            password,
            X509KeyStorageFlags.Exportable
        );
        if (
            !authority.HasPrivateKey
            || !authority.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority)
        )
        {
            throw new CryptographicException("It holds no authority with its key.");
        }
        return now.AddYears(Years) <= authority.NotAfter
            ? Under(authority, organization, name, password, now)
            : throw new CryptographicException(
                FormattableString.Invariant(
                    $"The authority ends on {authority.NotAfter.ToUniversalTime():yyyy-MM-dd}, before the key would. Make a new one."
                )
            );
    }

    private static NewSigningKey Under(
        X509Certificate2 authority,
        string organization,
        string name,
        string password,
        DateTimeOffset now
    )
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(organization, name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
                critical: true
            )
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false)
        );
        // RFC 5280, section 4.1.2.2: positive, at most 20 bytes.
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        using var bare = request.Create(authority, now - Lead, now.AddYears(Years), serial);
        using var certificate = bare.CopyWithPrivateKey(key);
        using var above = X509CertificateLoader.LoadCertificate(authority.RawData);
        const Pkcs12ExportPbeParameters protection = Pkcs12ExportPbeParameters.Pbes2Aes256Sha256;
        return new(
            new X509Certificate2Collection { certificate, above }.ExportPkcs12(protection, password),
            above.ExportCertificatePem(),
            authority.ExportPkcs12(protection, password)
        );
    }

    private static X500DistinguishedName Subject(string organization, string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        // It encodes the parts in the reverse order: the organization first, as directories have it.
        subject.AddCommonName(Cut(name));
        subject.AddOrganizationName(Cut(organization));
        return subject.Build();
    }

    // RFC 5280, appendix A.1: 64 characters at most.
    private static string Cut(string text) => text.Length <= 64 ? text : text[..64].TrimEnd();
}
