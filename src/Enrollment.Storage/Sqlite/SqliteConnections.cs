using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Sqlite;

static class SqliteConnections
{
    /// <summary>
    /// How long a statement waits for a lock of another process, in seconds. The client library repeats a busy statement
    /// until its command times out, beside SQLite's own busy_timeout, so both must be the same.
    /// </summary>
    internal const int BusySeconds = 5;

    internal static string String(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = pooling,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
        }.ToString();

    /// <summary>By the client library's own command, which asks no lane.</summary>
    internal static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
