using System.Data.Common;

namespace Enrollment.Data;

/// <summary>What differs between engines, one named member each.</summary>
public interface IDatabaseEngine
{
    /// <summary>An open connection that sees what is committed; disposing it returns it to its pool.</summary>
    ValueTask<DbConnection> OpenReaderAsync(CancellationToken token);

    /// <summary>What a statement that ends in ORDER BY adds to read at most @Take rows.</summary>
    string RowLimit { get; }

    bool IsUniqueViolation(DbException exception);
}

/// <summary>
/// Runs a command's statements so that they take effect all together or not at all. The task completes only after
/// what it wrote is durable.
/// </summary>
public interface IUnitOfWork
{
    /// <param name="body">The statements, on the connection and transaction handed to it.</param>
    /// <param name="keep">Whether the outcome is a success: only then anything is committed.</param>
    /// <param name="token">Cancels a command that waits; one that runs is finished.</param>
    Task<T> RunAsync<T>(Func<DbConnection, DbTransaction?, Task<T>> body, Func<T, bool> keep, CancellationToken token);
}

/// <summary>The unit of work takes no more commands at the moment; the caller should try again shortly.</summary>
public sealed class DatabaseBusyException : Exception
{
    public DatabaseBusyException()
        : base("The database has more commands waiting than it can take.") { }

    public DatabaseBusyException(string message)
        : base(message) { }

    public DatabaseBusyException(string message, Exception innerException)
        : base(message, innerException) { }
}
