namespace Enrollment.Storage;

/// <summary>
/// The program and its database don't fit, or a migration failed. The message tells a person what to do; the program
/// prints it without a stack trace and doesn't start.
/// </summary>
public sealed class MigrationException : Exception
{
    public MigrationException() { }

    public MigrationException(string message)
        : base(message) { }

    public MigrationException(string message, Exception innerException)
        : base(message, innerException) { }
}
