namespace Enrollment.Data;

/// <summary>The database takes no statement at the moment; the caller may try again. The message is for the caller.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    public DatabaseUnavailableException()
        : this("Too many changes are waiting. Try again in a second.") { }

    public DatabaseUnavailableException(string message)
        : base(message) { }

    public DatabaseUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>For programs; "busy" unless something else is said.</summary>
    public string Code { get; init; } = "busy";

    /// <summary>What a caller is told of a fault of the database; null where it is a bug and not the time.</summary>
    internal static DatabaseUnavailableException? Of(DatabaseFault fault, Exception cause) =>
        fault switch
        {
            DatabaseFault.Conflict => new(
                "Too many changed the same at once; nothing of this was written. Try again in a second.",
                cause
            ),
            DatabaseFault.Busy => new(
                "The database is busy; nothing of this was written. Try again in a second.",
                cause
            ),
            DatabaseFault.Unreachable => new(
                "The database doesn't answer; nothing of this was written. Try again in a few seconds.",
                cause
            )
            {
                Code = "database_unreachable",
            },
            DatabaseFault.Full => new(
                "The database's disk is full; nothing of this was written. Tell whoever runs this installation.",
                cause
            )
            {
                Code = "database_full",
            },
            _ => null,
        };
}
