namespace Enrollment.Storage;

/// <summary>A copy was refused or had to stop. The message says why, what was changed, and the way out.</summary>
public sealed class CopyException : Exception
{
    public CopyException() { }

    public CopyException(string message)
        : base(message) { }

    public CopyException(string message, Exception innerException)
        : base(message, innerException) { }
}
