using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Certificates;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>A private key with its certificate and the authorities above it. Thread-safe.</summary>
internal sealed class SigningKey
{
    // An authority may take weeks to issue a certificate.
    private static readonly TimeSpan Notice = TimeSpan.FromDays(60);

    private static readonly Oid Sha256 = new(Oids.Sha256);

    private readonly string name;
    private readonly KeyPool pool;
    private readonly AsnEncodedData reference;
    private int room;

    /// <exception cref="SigningKeyException">The certificate doesn't allow it.</exception>
    public SigningKey(string name, KeyPool pool, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> others)
    {
        (this.name, this.pool, Certificate) = (name, pool, certificate);
        if (SigningCertificate.FindProblem(certificate) is { } problem)
        {
            throw new SigningKeyException(
                $"{name}: The certificate of {Subject} {problem}. Have one issued for signing documents."
            );
        }
        Chain = SigningCertificate.Chain(certificate, others);
        Fingerprint = Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));
        reference = new(Oids.SigningCertificateV2, SigningCertificate.EncodeReference(certificate));
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>Lower-case hexadecimal SHA-256 of the certificate.</summary>
    public string Fingerprint { get; }

    /// <summary>The certificate and those above it.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    private string Subject => Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>What keeps the key from signing at a time; null where nothing does.</summary>
    public string? FindProblem(DateTimeOffset at)
    {
        if (at < Certificate.NotBefore)
        {
            return Say($"is valid only from {Utc(Certificate.NotBefore)}. Check this machine's clock, or wait.");
        }
        return at > Certificate.NotAfter
            ? Say($"expired on {Utc(Certificate.NotAfter)}. Put a key with a new certificate in its place.")
            : null;

        string Say(string problem) => $"{name}: The certificate of {Subject} {problem}";
    }

    /// <summary>Whether the certificate ends soon, and the way out; null where it doesn't.</summary>
    public string? FindWarning(DateTimeOffset now) =>
        now > Certificate.NotAfter - Notice
            ? $"{name}: The certificate of {Subject} expires on {Utc(Certificate.NotAfter)}. Put a key with a new certificate in its place before."
            : null;

    /// <summary>Bytes that a signature takes at most. It is found by signing something once.</summary>
    /// <exception cref="DocumentSigningException">The key can't be used at this time.</exception>
    public int FindRoom(DateTimeOffset at)
    {
        if (room == 0)
        {
            var trial = Sign([0], at);
            // The numbers of an elliptic signature are written without leading zeros: 72 bytes are the most for P-256.
            using var rsa = Certificate.GetRSAPublicKey();
            var most = rsa is null ? 72 : rsa.KeySize / 8;
            // A few more, for lengths whose notation grows with them.
            room = trial.Encode().Length - trial.SignerInfos[0].GetSignature().Length + most + 8;
        }
        return room;
    }

    /// <summary>A signature over content that isn't part of it (RFC 5652), with this key's certificates.</summary>
    /// <exception cref="DocumentSigningException">The key can't be used at this time.</exception>
    public SignedCms Sign(byte[] content, DateTimeOffset at)
    {
        if (FindProblem(at) is { } problem)
        {
            throw new DocumentSigningException(problem);
        }
        try
        {
            return pool.Use(key => Sign(content, key));
        }
        catch (CryptographicException error)
        {
            throw new DocumentSigningException($"{name}: The key doesn't sign: {error.Message}", canRetry: true, error);
        }
    }

    private SignedCms Sign(byte[] content, AsymmetricAlgorithm key)
    {
        // The certificates are added here: found by their names for every signature they would cost more than it.
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, Certificate, key)
        {
            DigestAlgorithm = Sha256,
            IncludeOption = X509IncludeOption.None,
        };
        foreach (var part in Chain)
        {
            signer.Certificates.Add(part);
        }
        // No signing-time: ETSI EN 319 142-1, 6.3, has the time in the signature's dictionary alone.
        signer.SignedAttributes.Add(reference);
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer, silent: true);
        return cms;
    }

    private static string Utc(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
