using System.Data.Common;
using Enrollment.Data;
using Enrollment.Storage.Servers;
using Npgsql;

namespace Enrollment.Storage.PostgreSql;

/// <summary>PostgreSQL by its client library's pool, with statements prepared on the server from their second use on.</summary>
sealed class PostgreSqlEngine : IServerEngine, IAsyncDisposable, IDisposable
{
    // The client library has no name for it.
    const string IdleInTransactionTimeout = "25P03";

    readonly NpgsqlDataSource source;

    internal PostgreSqlEngine(string connectionString) =>
        source = NpgsqlDataSource.Create(PostgreSqlConnections.WithDefaults(connectionString));

    public string Name => "postgresql";

    public string RowLimit => "LIMIT @Take";

    public string UnlessPresent => "ON CONFLICT DO NOTHING";

    public IRow RowOf(DbDataReader reader) => new ServerRow(reader);

    public bool FailureEndsTransaction => true;

    public async ValueTask<DbConnection> OpenReaderAsync(CancellationToken token) =>
        await source.OpenConnectionAsync(token);

    /// <summary>
    /// By the manual's appendix A, "PostgreSQL Error Codes". What has no such code comes from the client library, which
    /// could not make its connection or lost it, whatever its inner exception is: the socket's, that of the encryption, or
    /// none where the server refuses to encrypt.
    /// </summary>
    public DatabaseFault FaultOf(DbException exception) =>
        exception switch
        {
            // A fault that ends the session, whatever else it is: a full disk, for one, lets in nobody new.
            PostgresException { InvariantSeverity: "FATAL" or "PANIC" } ended
                when FaultOf(ended.SqlState) == DatabaseFault.Other => DatabaseFault.Unreachable,
            PostgresException refused => FaultOf(refused.SqlState),
            // Every connection of the pool is in use, or a statement took longer than the command's timeout.
            NpgsqlException { InnerException: TimeoutException } => DatabaseFault.Busy,
            NpgsqlException or LostConnectionException => DatabaseFault.Unreachable,
            _ => DatabaseFault.Other,
        };

    static DatabaseFault FaultOf(string state) =>
        state switch
        {
            PostgresErrorCodes.UniqueViolation => DatabaseFault.UniqueViolation,
            PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.CheckViolation =>
                DatabaseFault.ConstraintViolation,
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => DatabaseFault.Conflict,
            PostgresErrorCodes.DiskFull => DatabaseFault.Full,
            PostgresErrorCodes.InsufficientResources
            or PostgresErrorCodes.OutOfMemory
            or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.ConfigurationLimitExceeded
            or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled => DatabaseFault.Busy,
            // A shutdown, a crash of a neighbor, a server that still starts, a session that was ended for its idleness, a
            // standby that takes no writes yet, and a file system of the server that went read-only.
            PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.DatabaseDropped
            or PostgresErrorCodes.IdleSessionTimeout
            or IdleInTransactionTimeout
            or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.IoError => DatabaseFault.Unreachable,
            // Class 08, connection exceptions, mostly of proxies. Nor is anybody let in whose password was changed or
            // whose database is gone.
            PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification => DatabaseFault.Unreachable,
            _ when state.StartsWith("08", StringComparison.Ordinal) => DatabaseFault.Unreachable,
            _ => DatabaseFault.Other,
        };

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public void Dispose() => source.Dispose();
}
