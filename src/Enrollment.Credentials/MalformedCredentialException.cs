namespace Enrollment.Credentials;

/// <summary>
/// A credential, a proof or a list doesn't have the shape that this library writes. Where a credential is written it is
/// the caller's mistake; <see cref="Verification.CredentialVerifier"/> turns it into an answer.
/// </summary>
public sealed class MalformedCredentialException : FormatException
{
    public MalformedCredentialException(string member, string problem)
        : base($"{member}: {problem}") => Member = member;

    public MalformedCredentialException()
        : this("", "malformed") { }

    public MalformedCredentialException(string message)
        : this("", message) { }

    public MalformedCredentialException(string message, Exception innerException)
        : base(message, innerException) => Member = "";

    /// <summary>Path of the member, such as <c>credentialSubject.achievement.name</c>; "" for the whole.</summary>
    public string Member { get; }
}
