using System.Data.Common;
using EvolveDb.Dialect;

namespace Enrollment.Storage.Migrations;

/// <summary>The database that migrations are applied to: what differs between engines before there is a schema.</summary>
abstract class MigrationTarget
{
    internal abstract Engine Engine { get; }

    internal abstract DBMS Dialect { get; }

    /// <summary>Whether there is something to connect to; what isn't there yet has every migration pending.</summary>
    internal virtual bool Exists => true;

    /// <summary>A query for the number of tables of this name, in lower case, where the program's own are.</summary>
    internal abstract string CountTables(string name);

    /// <summary>A connection to a database that the program can use.</summary>
    /// <exception cref="DatabaseSetupException">It isn't reached, is too old, or lacks a right or property.</exception>
    internal abstract DbConnection Open();

    /// <summary>Makes what the first connection needs.</summary>
    internal virtual void Create() { }

    /// <summary>
    /// Keeps other processes from migrating the same database until the returned value is disposed; null when another one
    /// holds it.
    /// </summary>
    internal abstract IDisposable? TryLock();

    /// <summary>What holds the lock, for whoever waits for it in vain.</summary>
    internal abstract string LockName { get; }

    internal static MigrationTarget Of(StorageOptions options) =>
        options.Engine switch
        {
            DatabaseEngine.Sqlite => new Sqlite.SqliteTarget(options),
            DatabaseEngine.PostgreSql => new PostgreSql.PostgreSqlTarget(options.ConnectionString),
            DatabaseEngine.SqlServer => new SqlServer.SqlServerTarget(options.ConnectionString),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Engine, null),
        };
}
