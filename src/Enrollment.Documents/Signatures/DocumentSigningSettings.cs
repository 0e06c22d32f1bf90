namespace Enrollment.Documents.Signatures;

/// <summary>How an installation signs.</summary>
/// <param name="Key">The key of every center that has none of its own.</param>
public sealed record DocumentSigningSettings(SigningKeySettings Key)
{
    /// <summary>Keys of centers, by the center's code.</summary>
    public IReadOnlyDictionary<string, SigningKeySettings> CenterKeys { get; init; } =
        new Dictionary<string, SigningKeySettings>();

    /// <summary>The time-stamp authority; null: signatures have no time stamp.</summary>
    public TimeStampSettings? TimeStamp { get; init; }

    /// <summary>
    /// Whether stamped signatures get proof that no certificate in them was revoked, where the signing certificate says
    /// whom to ask. What can't be had is missing from the document, and its Shortfall says so.
    /// </summary>
    public bool AddRevocationProof { get; init; } = true;
}

/// <summary>Where a key is: exactly one of <see cref="File"/>, <see cref="Base64"/> and <see cref="Module"/> is given.</summary>
/// <param name="Name">What messages call these settings, such as <c>Signing:Keys:ATC</c>.</param>
public sealed record SigningKeySettings(string Name)
{
    /// <summary>Path of a PKCS #12 file (.p12, .pfx) with the key, its certificate and the authorities above it.</summary>
    public string? File { get; init; }

    /// <summary>The same as base64 text.</summary>
    public string? Base64 { get; init; }

    /// <summary>The password of either; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Path of a PKCS #11 module, the library of a hardware token's maker.</summary>
    public string? Module { get; init; }

    /// <summary>The token's label.</summary>
    public string? Token { get; init; }

    /// <summary>The private key's label on the token.</summary>
    public string? Key { get; init; }

    /// <summary>The token's PIN.</summary>
    public string? Pin { get; init; }

    /// <summary>
    /// Path of a PEM file with the certificate and the authorities above it, where they aren't on the token.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>Some of it is secret.</summary>
    public override string ToString() => Name;

    internal SigningKeyException Wrong(string setting, string problem, Exception? cause = null) =>
        new($"{Name}:{setting} {problem}", cause);
}

/// <summary>A time-stamp authority (RFC 3161 over HTTP).</summary>
/// <param name="Address">Its address, http or https.</param>
public sealed record TimeStampSettings(Uri Address)
{
    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What happens where it gives no stamp.</summary>
    public TimeStampFailure OnFailure { get; init; } = TimeStampFailure.Wait;

    /// <summary>Bytes that a stamp may take in a file, 1,000 to 100,000.</summary>
    public int Room { get; init; } = 12_000;
}

/// <summary>What happens to a document where the time-stamp authority gives no stamp.</summary>
public enum TimeStampFailure
{
    /// <summary>It isn't signed: <see cref="Enrollment.Certificates.DocumentSigningException"/>, to be tried again.</summary>
    Wait,

    /// <summary>It is signed without a stamp, and <see cref="Enrollment.Certificates.SignedDocument.Shortfall"/> says so.</summary>
    FallBack,
}
