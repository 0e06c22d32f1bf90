using System.Data.Common;
using System.Globalization;
using Enrollment.Storage;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Storage;
using Enrollment.Web.Hosting;

namespace Enrollment.Tests.Testing;

/// <summary>
/// A database of its own for one test, on the engine that this run of the tests is for, and a directory for the files.
/// The environment says which: ENROLLMENT_TEST_POSTGRESQL or ENROLLMENT_TEST_SQLSERVER holds a connection string of an
/// account that may create databases; without either it is the embedded engine.
/// </summary>
sealed class TestDatabase : IDisposable
{
    static readonly string? postgreSql = Environment.GetEnvironmentVariable("ENROLLMENT_TEST_POSTGRESQL");
    static readonly string? sqlServer = Environment.GetEnvironmentVariable("ENROLLMENT_TEST_SQLSERVER");

    static readonly ServerDatabases? servers =
        postgreSql is not null ? new PostgreSqlDatabases(postgreSql)
        : sqlServer is not null ? new SqlServerDatabases(sqlServer)
        : null;

    /// <summary>Made once: copying a migrated file takes a fraction of the time that migrating does.</summary>
    static readonly Lazy<byte[]> migratedFile = new(MakeFile);

    static int lastNumber;

    readonly TemporaryDirectory directory = new();
    readonly string name = "";
    readonly bool migrated;
    readonly bool borrowed;

    /// <param name="migrated">Whether it may come with its tables; else it comes empty.</param>
    internal TestDatabase(bool migrated = true)
    {
        this.migrated = migrated;
        name = servers?.Rent(migrated, NextName) ?? "";
        Options = new StorageOptions
        {
            DataDirectory = directory.File("data"),
            Engine = Engine,
            ConnectionString = servers?.ConnectionString(name) ?? "",
        };
        if (Engine == DatabaseEngine.Sqlite && migrated)
        {
            Directory.CreateDirectory(Options.DataDirectory);
            File.WriteAllBytes(Options.DatabasePath, migratedFile.Value);
        }
    }

    /// <summary>
    /// A PostgreSQL database that the test made itself and that goes with its server; without a connection string one of
    /// the embedded engine, in the directory.
    /// </summary>
    internal TestDatabase(string connectionString, string? dataDirectory = null)
    {
        borrowed = true;
        Options = new StorageOptions
        {
            DataDirectory = dataDirectory ?? directory.File("data"),
            Engine = connectionString.Length == 0 ? DatabaseEngine.Sqlite : DatabaseEngine.PostgreSql,
            ConnectionString = connectionString,
        };
    }

    /// <summary>The database of another one, which removes it.</summary>
    internal TestDatabase(StorageOptions options)
    {
        borrowed = true;
        Options = options;
    }

    /// <summary>The engine of this run.</summary>
    internal static DatabaseEngine Engine { get; } =
        postgreSql is not null ? DatabaseEngine.PostgreSql
        : sqlServer is not null ? DatabaseEngine.SqlServer
        : DatabaseEngine.Sqlite;

    internal StorageOptions Options { get; }

    /// <summary>The same for a command that runs within this process.</summary>
    internal Settings Settings =>
        new()
        {
            DataDirectory = Options.DataDirectory,
            Database = new DatabaseSettings { Engine = Options.Engine, ConnectionString = Options.ConnectionString },
        };

    /// <summary>The same for a program that runs as a process of its own.</summary>
    internal IReadOnlyList<string> Arguments =>
        [
            $"--Enrollment:DataDirectory={Options.DataDirectory}",
            $"--Enrollment:Database:Engine={Options.Engine}",
            $"--Enrollment:Database:ConnectionString={Options.ConnectionString}",
        ];

    /// <summary>A connection of its own, to look at the tables or change them behind the program's back.</summary>
    internal DbConnection Open() => MigrationTarget.Of(Options).Open();

    internal static string NextName() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"enrollment_test_{Environment.ProcessId}_{Interlocked.Increment(ref lastNumber)}"
        );

    static byte[] MakeFile()
    {
        using var files = new TemporaryDirectory();
        var options = new StorageOptions { DataDirectory = files.File("data"), Engine = DatabaseEngine.Sqlite };
        new Migrator(options).Apply();
        // What is still in the log beside the file.
        using (var connection = MigrationTarget.Of(options).Open())
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return File.ReadAllBytes(options.DatabasePath);
    }

    public void Dispose()
    {
        if (!borrowed)
            Remove();
        directory.Dispose();
    }

    void Remove()
    {
        if (migrated)
            servers?.GiveBack(name);
        else
            servers?.Drop(name);
    }
}
