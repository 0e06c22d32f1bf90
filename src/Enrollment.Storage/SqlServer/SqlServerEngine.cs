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
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>By the numbers of Microsoft's list "Database Engine events and errors".</summary>
    public DatabaseFault FaultOf(DbException exception) =>
        exception is not SqlException sql
            ? DatabaseFault.Other
            : sql.Number switch
            {
                2627 or 2601 => DatabaseFault.UniqueViolation,
                547 => DatabaseFault.ConstraintViolation,
                // Deadlock; update conflicts under snapshot isolation.
                1205 or 3960 or 3961 => DatabaseFault.Conflict,
                // No room in the file group or the log.
                1101 or 1105 or 9002 => DatabaseFault.Full,
                // The client's own limit of time, a lock's, or no thread and no memory on the server.
                -2 or 1222 or 10928 or 10929 or 8645 or 701 => DatabaseFault.Busy,
                // Shutting down, starting, killed, failed over.
                6005 or 6001 or 596 or 921 or 927 or 976 or 983 or 40197 or 40501 or 40613 => DatabaseFault.Unreachable,
                // A transport that broke or wasn't made: the client library's own numbers, and those of the socket.
                -1 or 2 or 53 or 64 or 121 or 233 or 258 or 10053 or 10054 or 10060 or 10061 or 11001 =>
                    DatabaseFault.Unreachable,
                _ when sql.Class >= Fatal => DatabaseFault.Unreachable,
                _ => DatabaseFault.Other,
            };
}
