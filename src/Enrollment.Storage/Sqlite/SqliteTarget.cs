using System.Data.Common;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;
using EvolveDb.Dialect;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Enrollment.Storage.Sqlite;

/// <summary>The file of the embedded engine. Its lock is a file beside it, since SQLite has none that outlives a transaction.</summary>
sealed class SqliteTarget(StorageOptions options) : MigrationTarget
{
    // What opening a file that another process has locked fails with, as each system numbers it.
    const int WouldBlock = 11;
    const int WouldBlockOnMacOS = 35;
    const int SharingViolation = unchecked((int)0x80070020);

    internal override Engine Engine => Engines.Sqlite;

    internal override DBMS Dialect => DBMS.SQLite;

    internal override bool Exists => File.Exists(options.DatabasePath);

    internal override string CountTables(string name) =>
        $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{name}'";

    internal override string LockName => Path.Combine(options.DataDirectory, "migrate.lock");

    internal override void Create()
    {
        using var connection = Open(SqliteOpenMode.ReadWriteCreate);
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    }

    internal override DbConnection Open()
    {
        try
        {
            var connection = Open(SqliteOpenMode.ReadWrite);
            // Nothing is read of a file before its first statement.
            connection.Value("SELECT COUNT(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException denied) when (denied.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            throw new DatabaseSetupException(
                $"{options.DatabasePath} can't be opened for writing. Let this user write the file and its directory, "
                    + "which also holds the write-ahead log.",
                denied
            );
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw new DatabaseSetupException(
                $"{options.DatabasePath} is no database or is damaged. Nothing was changed. Restore it from a backup.",
                damaged
            );
        }
    }

    internal override IDisposable? TryLock()
    {
        try
        {
            return new FileStream(LockName, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held.HResult is WouldBlock or WouldBlockOnMacOS or SharingViolation)
        {
            return null;
        }
    }

    SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(SqliteConnections.String(options.DatabasePath, mode, pooling: false));
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
