namespace Enrollment.Documents.Signatures;

/// <summary>A key can't be used. The message names the setting and the way out, and never holds a secret.</summary>
public sealed class SigningKeyException : Exception
{
    public SigningKeyException(string message, Exception? innerException)
        : base(message, innerException) { }

    public SigningKeyException()
        : this("The key can't be used.") { }

    public SigningKeyException(string message)
        : base(message) { }
}
