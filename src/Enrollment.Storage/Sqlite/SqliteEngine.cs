using System.Data.Common;
using Enrollment.Data;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Sqlite;

/// <summary>The embedded engine's readers: pooled connections that can't write.</summary>
sealed class SqliteEngine : IDatabaseEngine, IDisposable
{
    const int UniqueViolation = 2067;
    const int PrimaryKeyViolation = 1555;

    readonly string connectionString;

    internal SqliteEngine(string path) =>
        // Not Mode=ReadOnly: a reader may be the first to open the file and must then be able to create the index of the
        // write-ahead log. PRAGMA query_only keeps it from writing.
        connectionString = SqliteConnections.String(path, SqliteOpenMode.ReadWrite, pooling: true);

    public string RowLimit => "LIMIT @Take";

    public ValueTask<DbConnection> OpenReaderAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var connection = new EnrollmentConnection(connectionString);
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout = 5000; PRAGMA query_only = 1;");
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: UniqueViolation or PrimaryKeyViolation };

    public void Dispose()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
