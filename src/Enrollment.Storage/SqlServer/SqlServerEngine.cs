using System.Data.Common;
using Enrollment.Data;
using Enrollment.Storage.Servers;
using Microsoft.Data.SqlClient;

namespace Enrollment.Storage.SqlServer;

/// <summary>SQL Server by its client library's pool.</summary>
sealed class SqlServerEngine : IServerEngine
{
    // Errors of this class and above end the connection.
    const byte Fatal = 20;

    readonly string connectionString;

    internal SqlServerEngine(string connectionString) =>
        this.connectionString = SqlServerConnections.WithDefaults(connectionString);

    public string Name => "sqlserver";

    public string RowLimit => "OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY";

    public string UnlessPresent => "";

    public IRow RowOf(DbDataReader reader) => new ServerRow(reader);

    // As long as XACT_ABORT is off, as the client library leaves it.
    public bool FailureEndsTransaction => false;

    public async ValueTask<DbConnection> OpenReaderAsync(CancellationToken token)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(token);
            return connection;
        }
        catch (InvalidOperationException exhausted)
        {
            // The client library's word for a pool that is empty, and no DbException.
            await connection.DisposeAsync();
            throw new DatabaseUnavailableException(
                "Every connection to the database is in use; nothing of this was written. Try again in a second.",
                exhausted
            );
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public DatabaseFault FaultOf(DbException exception) =>
        exception switch
        {
            SqlException refused => FaultOf(refused.Number, refused.Class),
            LostConnectionException => DatabaseFault.Unreachable,
            _ => DatabaseFault.Other,
        };

    /// <summary>By the numbers of Microsoft's lists "Database Engine events and errors" and, for its cloud, "Transient".</summary>
    internal static DatabaseFault FaultOf(int number, byte severity) =>
        number switch
        {
            2627 or 2601 => DatabaseFault.UniqueViolation,
            547 => DatabaseFault.ConstraintViolation,
            // Deadlock; update conflicts under snapshot isolation.
            1205 or 3960 or 3961 => DatabaseFault.Conflict,
            // No room in the file group, tempdb or the log, or no more allowed by the cloud.
            1101 or 1104 or 1105 or 9002 or 40544 => DatabaseFault.Full,
            // The client's own limit of time, a lock's, or no lock, thread, memory or session left on the server.
            -2 or 1204 or 1222 or 701 or 802 or 8645 or 8651 or 10928 or 10929 or 40501 or 49918 or 49919 or 49920 =>
                DatabaseFault.Busy,
            // Shutting down, starting, paused, killed, failed over.
            596 or 921 or 927 or 976 or 978 or 983 or 6001 or 6005 or 17142 or 40197 or 40613 =>
                DatabaseFault.Unreachable,
            // A database that takes no writes, is gone, or lets this login in no more.
            3906 or 4060 or 4064 or 18452 or 18456 or 18470 or 18487 or 18488 => DatabaseFault.Unreachable,
            // A transport that broke or wasn't made: the client library's own numbers, and those of the socket.
            -1 or 2 or 53 or 64 or 121 or 233 or 258 or 10053 or 10054 or 10060 or 10061 or 11001 =>
                DatabaseFault.Unreachable,
            // Among them 0 (the transport), 19 (not usable any more) and 20 (no encryption to be had).
            _ when severity >= Fatal => DatabaseFault.Unreachable,
            _ => DatabaseFault.Other,
        };
}
