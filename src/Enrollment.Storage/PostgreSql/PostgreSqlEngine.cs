using System.Data.Common;
using Enrollment.Data;
using Enrollment.Storage.Servers;
using Npgsql;

namespace Enrollment.Storage.PostgreSql;

/// <summary>PostgreSQL by its client library's pool, with statements prepared on the server from their second use on.</summary>
sealed class PostgreSqlEngine : IServerEngine, IAsyncDisposable, IDisposable
{
    readonly NpgsqlDataSource source;

    internal PostgreSqlEngine(string connectionString) =>
        source = NpgsqlDataSource.Create(PostgreSqlConnections.WithDefaults(connectionString));

    public string Name => "postgresql";

    public string RowLimit => "LIMIT @Take";

    public string UnlessPresent => "ON CONFLICT DO NOTHING";

    public bool FailureEndsTransaction => true;

    public async ValueTask<DbConnection> OpenReaderAsync(CancellationToken token) =>
        await source.OpenConnectionAsync(token);

    /// <summary>By the classes of the manual's appendix A, "PostgreSQL Error Codes".</summary>
    public DatabaseFault FaultOf(DbException exception) =>
        exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => DatabaseFault.UniqueViolation,
            PostgresException
            {
                SqlState: PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.CheckViolation
            } => DatabaseFault.ConstraintViolation,
            PostgresException
            {
                SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            } => DatabaseFault.Conflict,
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => DatabaseFault.Full,
            PostgresException
            {
                SqlState: PostgresErrorCodes.TooManyConnections
                    or PostgresErrorCodes.LockNotAvailable
                    or PostgresErrorCodes.OutOfMemory
                    or PostgresErrorCodes.QueryCanceled
            } => DatabaseFault.Busy,
            // A shutdown, a crash of a neighbor, a server that still starts, and a standby that takes no writes yet.
            PostgresException
            {
                SqlState: PostgresErrorCodes.AdminShutdown
                    or PostgresErrorCodes.CrashShutdown
                    or PostgresErrorCodes.CannotConnectNow
                    or PostgresErrorCodes.IdleSessionTimeout
                    or PostgresErrorCodes.ReadOnlySqlTransaction
            } => DatabaseFault.Unreachable,
            PostgresException => DatabaseFault.Other,
            // Every connection of the pool is in use, or a statement took longer than the command's timeout.
            NpgsqlException { InnerException: TimeoutException } => DatabaseFault.Busy,
            NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException } =>
                DatabaseFault.Unreachable,
            _ => DatabaseFault.Other,
        };

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public void Dispose() => source.Dispose();
}
