using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>An authority that issues certificates of every kind, wrong ones too. Its key and theirs are P-256 by default.</summary>
internal sealed class CertificateIssuer
{
    private readonly X509Certificate2 authority;

    public CertificateIssuer(DateTimeOffset now, string name = "Test Authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        authority = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(10));
    }

    public X509Certificate2 Authority => X509CertificateLoader.LoadCertificate(authority.RawData);

    /// <summary>A key and its certificate.</summary>
    public Issued Issue(
        DateTimeOffset now,
        AsymmetricAlgorithm? key = null,
        X509KeyUsageFlags? usage = X509KeyUsageFlags.NonRepudiation,
        string? purpose = null,
        string name = "Signer",
        params X509Extension[] extensions
    )
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        if (usage is { } flags)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, true));
        }
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        }
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }
        var issuer = X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] = 0x11;
        var bare = request.Create(authority.SubjectName, issuer, now.AddDays(-1), now.AddYears(1), serial);
        var whole = key is RSA pair ? bare.CopyWithPrivateKey(pair) : bare.CopyWithPrivateKey((ECDsa)key);
        return new(whole, Authority);
    }

    /// <summary>The authority's own key, to answer for what it issued.</summary>
    public ECDsa Key => authority.GetECDsaPrivateKey()!;
}

/// <summary>A certificate with its private key, and the authority's.</summary>
internal sealed record Issued(X509Certificate2 Certificate, X509Certificate2 Authority)
{
    public byte[] ToPkcs12() =>
        new X509Certificate2Collection { Certificate, Authority }.ExportPkcs12(
            Pkcs12ExportPbeParameters.Pbes2Aes256Sha256,
            SigningSamples.Password
        );

    public string KeyPem() =>
        (
            (AsymmetricAlgorithm?)Certificate.GetECDsaPrivateKey() ?? Certificate.GetRSAPrivateKey()!
        ).ExportPkcs8PrivateKeyPem();
}
