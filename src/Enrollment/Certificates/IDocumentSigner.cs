namespace Enrollment.Certificates;

/// <summary>
/// Signs the files of certificates as ETSI EN 319 142-1 (PAdES) says. Thread-safe; many may be signed at once.
/// </summary>
public interface IDocumentSigner
{
    /// <summary>
    /// The file with a signature by the key of the request's center. Repeating it gives other bytes: a signature has a
    /// random part. Without a time stamp it is done when the method returns; it takes a processor, not a wait.
    /// </summary>
    /// <exception cref="DocumentSigningException">It can't be signed now, or not at all with these settings.</exception>
    /// <exception cref="ArgumentException">The file isn't one of <see cref="ICertificateRenderer"/>, or is signed.</exception>
    Task<SignedDocument> SignAsync(
        ReadOnlyMemory<byte> pdf,
        SignatureRequest request,
        CancellationToken cancellationToken
    );
}

/// <summary>What a signature says of itself.</summary>
/// <param name="CenterCode">Chooses the key.</param>
/// <param name="CenterName">Stands as the name of who signs.</param>
/// <param name="City">Stands as the place; null for none.</param>
/// <param name="At">The time of signing, which is claimed, not proven, unless a time stamp is added.</param>
public sealed record SignatureRequest(string CenterCode, string CenterName, string? City, DateTimeOffset At)
{
    /// <summary>Why it was signed.</summary>
    public string Reason { get; init; } = "Certificate issued by the center";
}

/// <summary>A signed file.</summary>
/// <param name="Pdf">The file.</param>
/// <param name="Signer">Lower-case hexadecimal SHA-256 of the certificate whose key signed it.</param>
/// <param name="Level">What the signature has.</param>
/// <param name="Shortfall">
/// What the settings ask for and couldn't be had, and why, in English; null where nothing is missing. To be logged.
/// </param>
public sealed record SignedDocument(
    ReadOnlyMemory<byte> Pdf,
    string Signer,
    SignatureLevel Level,
    string? Shortfall = null
);

/// <summary>Levels of ETSI EN 319 142-1, each with all of the former.</summary>
public enum SignatureLevel
{
    /// <summary>PAdES-B-B: the signature and the certificates.</summary>
    Basic,

    /// <summary>PAdES-B-T: an authority has stamped the time.</summary>
    TimeStamped,

    /// <summary>PAdES-B-LT: proof that the certificates weren't revoked is in the file.</summary>
    LongTerm,
}

/// <summary>A file couldn't be signed. The message names the setting or the machine at fault, and never holds a secret.</summary>
public sealed class DocumentSigningException : Exception
{
    public DocumentSigningException(string message, bool canRetry, Exception? innerException = null)
        : base(message, innerException) => CanRetry = canRetry;

    public DocumentSigningException()
        : this("The document couldn't be signed.", canRetry: false) { }

    public DocumentSigningException(string message)
        : this(message, canRetry: false) { }

    public DocumentSigningException(string message, Exception innerException)
        : this(message, canRetry: false, innerException) { }

    /// <summary>Whether it may succeed later as it is: another machine didn't answer.</summary>
    public bool CanRetry { get; }
}
