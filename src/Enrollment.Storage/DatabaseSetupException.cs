namespace Enrollment.Storage;

/// <summary>
/// The database can't be used as it is set up: it isn't reached, is too old, or lacks a right or property. The message
/// names it and the way out; the program prints it without a stack trace and doesn't start.
/// </summary>
public sealed class DatabaseSetupException : Exception
{
    public DatabaseSetupException() { }

    public DatabaseSetupException(string message)
        : base(message) { }

    public DatabaseSetupException(string message, Exception innerException)
        : base(message, innerException) { }
}
