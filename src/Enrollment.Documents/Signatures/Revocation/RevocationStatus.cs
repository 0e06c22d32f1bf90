namespace Enrollment.Documents.Signatures.Revocation;

/// <summary>What an authority says of a certificate.</summary>
internal enum RevocationStatus
{
    /// <summary>It isn't revoked.</summary>
    Good,
    Revoked,

    /// <summary>It doesn't know the certificate, or what it says can't be relied on.</summary>
    Unknown,
}

/// <summary>What an authority says of a certificate, and until when that may be said again.</summary>
internal readonly record struct RevocationAnswer(RevocationStatus Status, DateTimeOffset? NextUpdate)
{
    public static readonly RevocationAnswer Unknown = new(RevocationStatus.Unknown, null);
}
