namespace Enrollment.Credentials.Verification;

/// <summary>What a credential is found to be.</summary>
public enum Verdict
{
    Valid,

    /// <summary>It isn't what the key signed.</summary>
    Altered,

    /// <summary>The issuer's documents at hand don't have the key, or don't let it make assertions.</summary>
    UnknownKey,
    NotYetValid,
    Expired,
    Revoked,
    Suspended,

    /// <summary>Genuine and in time, but no list at hand tells whether it was revoked.</summary>
    StatusUnknown,

    /// <summary>It doesn't have the shape of a credential; nothing was checked any further.</summary>
    Malformed,
}

/// <summary>An answer about a credential.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Member">Path of the member that decided, such as <c>proof[0].proofValue</c>; null where none did.</param>
/// <param name="Problem">What is wrong with the member, in English; null where the verdict says it all.</param>
public sealed record CredentialAnswer(Verdict Verdict, string? Member = null, string? Problem = null);
