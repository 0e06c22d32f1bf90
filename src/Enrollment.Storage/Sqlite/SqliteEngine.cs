using System.Collections.Concurrent;
using System.Data.Common;
using Enrollment.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// The embedded engine's readers: connections that can't write. They have a pool of their own, since the client library's
/// keeps no prepared statements.
/// </summary>
sealed class SqliteEngine : IDatabaseEngine, IDisposable
{
    // More may be open at once; those above this number are closed instead of kept.
    const int Kept = 32;

    readonly ConcurrentBag<EnrollmentConnection> idle = [];
    readonly string connectionString;
    volatile bool disposed;

    internal SqliteEngine(string path) =>
        // Not Mode=ReadOnly: a reader may be the first to open the file and must then be able to create the index of the
        // write-ahead log. PRAGMA query_only keeps it from writing.
        connectionString = SqliteConnections.String(path, SqliteOpenMode.ReadWrite, pooling: false);

    public string RowLimit => "LIMIT @Take";

    public ValueTask<DbConnection> OpenReaderAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!idle.TryTake(out var reader))
            reader = Open();
        return new(new ReaderLease(reader, GiveBack));
    }

    // A lone INSERT that finds its row there has no partner to wait for: the lane is the only writer.
    public string UnlessPresent => "";

    public bool FailureEndsTransaction => false;

    public IRow RowOf(DbDataReader reader) => new SqliteRow((SqliteDataReader)reader);

    public DatabaseFault FaultOf(DbException exception) =>
        exception is not SqliteException sqlite
            ? DatabaseFault.Other
            : sqlite.SqliteErrorCode switch
            {
                raw.SQLITE_CONSTRAINT
                    when sqlite.SqliteExtendedErrorCode
                        is raw.SQLITE_CONSTRAINT_UNIQUE
                            or raw.SQLITE_CONSTRAINT_PRIMARYKEY => DatabaseFault.UniqueViolation,
                raw.SQLITE_CONSTRAINT => DatabaseFault.ConstraintViolation,
                raw.SQLITE_BUSY or raw.SQLITE_LOCKED => DatabaseFault.Busy,
                raw.SQLITE_FULL => DatabaseFault.Full,
                // The file or its directory can't be opened, read or written: a disk that failed or went read-only.
                raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_IOERR => DatabaseFault.Unreachable,
                _ => DatabaseFault.Other,
            };

    public void Dispose()
    {
        disposed = true;
        CloseIdle();
    }

    EnrollmentConnection Open()
    {
        var reader = new EnrollmentConnection(connectionString);
        try
        {
            reader.Open();
            reader.Execute("PRAGMA busy_timeout = 5000; PRAGMA query_only = 1;");
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    void GiveBack(EnrollmentConnection reader)
    {
        // A transaction left open would hold an old snapshot and keep the write-ahead log from being emptied.
        if (idle.Count >= Kept || SQLitePCL.raw.sqlite3_get_autocommit(reader.Handle) == 0)
        {
            reader.Dispose();
            return;
        }

        idle.Add(reader);
        if (disposed)
            CloseIdle();
    }

    void CloseIdle()
    {
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }
}
