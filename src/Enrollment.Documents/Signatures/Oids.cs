namespace Enrollment.Documents.Signatures;

/// <summary>Object identifiers, by the names that their standards give them.</summary>
internal static class Oids
{
    /// <summary>RFC 5652.</summary>
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string Data = "1.2.840.113549.1.7.1";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";

    /// <summary>RFC 5035, section 3.</summary>
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    /// <summary>RFC 3161, appendix A.</summary>
    public const string TimeStampToken = "1.2.840.113549.1.9.16.2.14";

    /// <summary>RFC 5754.</summary>
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Rsa = "1.2.840.113549.1.1.1";
    public const string RsaSha256 = "1.2.840.113549.1.1.11";
    public const string RsaSha384 = "1.2.840.113549.1.1.12";
    public const string RsaSha512 = "1.2.840.113549.1.1.13";
    public const string EcdsaSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaSha384 = "1.2.840.10045.4.3.3";
    public const string EcdsaSha512 = "1.2.840.10045.4.3.4";

    /// <summary>RFC 5480: P-256.</summary>
    public const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>RFC 5280, section 4.2.1.12: what else a certificate may be for.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";
}
