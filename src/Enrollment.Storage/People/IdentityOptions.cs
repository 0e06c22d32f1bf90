namespace Enrollment.Storage;

/// <summary>The secret that national numbers are sealed with.</summary>
public sealed record IdentityOptions
{
    /// <summary>
    /// At least 32 random bytes in base64; empty: the file <c>identity-secret</c> in the data directory, made at the first
    /// start. Without it no number can be read again, so it belongs into the backup, apart from the database.
    /// </summary>
    public string Secret { get; init; } = "";

    /// <summary>Secrets that numbers were sealed with before, in base64, for reading.</summary>
    public IReadOnlyList<string> OldSecrets { get; init; } = [];
}
