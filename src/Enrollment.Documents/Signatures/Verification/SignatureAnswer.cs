namespace Enrollment.Documents.Signatures.Verification;

/// <summary>What a document's signature is found to be.</summary>
public enum SignatureVerdict
{
    Valid,

    /// <summary>It isn't what was signed: something was changed, moved or appended.</summary>
    Altered,

    /// <summary>The document has no signature.</summary>
    NotSigned,

    /// <summary>Unaltered since it was signed, but no authority that is trusted vouches for who did.</summary>
    UnknownSigner,

    /// <summary>The signer's certificate isn't one for signing documents.</summary>
    NotEntitled,

    /// <summary>The signer's certificate, or one above it, wasn't valid at the time of signing.</summary>
    OutsideValidity,

    /// <summary>It doesn't have the form of a document of this library; nothing was checked any further.</summary>
    Malformed,
}

/// <summary>An answer about a document's signature.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Problem">What is wrong, in English; null where the verdict says it all.</param>
public sealed record SignatureAnswer(SignatureVerdict Verdict, string? Problem = null)
{
    /// <summary>The common name in the signer's certificate; it is proven only where the verdict is Valid.</summary>
    public string? SignerName { get; init; }

    /// <summary>SHA-256 of the signer's certificate, 64 hexadecimal digits.</summary>
    public string? SignerFingerprint { get; init; }

    /// <summary>
    /// The document's title, such as <c>Certificate ALA-2026-000001: Name</c>; proven only where the verdict is Valid, null
    /// where there is none.
    /// </summary>
    public string? Title { get; init; }

    /// <summary>When it was signed, as the signer claims.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>The time by which it was signed, as a time-stamp authority that is trusted says; null where none does.</summary>
    public DateTimeOffset? StampedAt { get; init; }

    /// <summary>
    /// The attached credential, whatever the verdict; null where there is none. It has a proof of its own, which is to be
    /// verified.
    /// </summary>
    public ReadOnlyMemory<byte>? Credential { get; init; }
}
