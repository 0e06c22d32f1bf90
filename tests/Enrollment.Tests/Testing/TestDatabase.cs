using System.Data.Common;
using System.Globalization;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Storage;
using Enrollment.Web.Hosting;
using Microsoft.Data.SqlClient;
using Npgsql;

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

    /// <summary>Made once: PostgreSQL copies a migrated database in a fraction of the time that migrating takes.</summary>
    static readonly Lazy<string> template = new(MakeTemplate);

    static int lastNumber;

    readonly TemporaryDirectory directory = new();
    readonly string name = "";
    readonly bool migrated;
    readonly bool borrowed;

    /// <param name="migrated">Whether it may come with its tables; else it comes empty.</param>
    internal TestDatabase(bool migrated = true)
    {
        this.migrated = migrated;
        name =
            Engine == DatabaseEngine.SqlServer ? SqlServerDatabases.Rent(sqlServer!, migrated, NextName) : NextName();
        if (Engine == DatabaseEngine.PostgreSql)
            OnPostgreSql(migrated ? $"CREATE DATABASE {name} TEMPLATE {template.Value}" : $"CREATE DATABASE {name}");

        Options = new StorageOptions
        {
            DataDirectory = directory.File("data"),
            Engine = Engine,
            ConnectionString = ConnectionString(name),
        };
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

    static string ConnectionString(string database) =>
        Engine switch
        {
            DatabaseEngine.PostgreSql => new NpgsqlConnectionStringBuilder(postgreSql)
            {
                Database = database,
                MaxPoolSize = 20,
            }.ConnectionString,
            DatabaseEngine.SqlServer => new SqlConnectionStringBuilder(sqlServer)
            {
                InitialCatalog = database,
            }.ConnectionString,
            _ => "",
        };

    static string NextName() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"enrollment_test_{Environment.ProcessId}_{Interlocked.Increment(ref lastNumber)}"
        );

    static string MakeTemplate()
    {
        var name = NextName();
        using var files = new TemporaryDirectory();
        OnPostgreSql($"CREATE DATABASE {name}");
        new Migrator(
            new StorageOptions
            {
                DataDirectory = files.FullPath,
                Engine = DatabaseEngine.PostgreSql,
                ConnectionString = ConnectionString(name),
            }
        ).Apply();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => OnPostgreSql($"DROP DATABASE {name}");
        return name;
    }

    static void OnPostgreSql(string statement)
    {
        using var connection = new NpgsqlConnection($"{postgreSql};Pooling=False");
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (!borrowed)
            Remove();
        directory.Dispose();
    }

    void Remove()
    {
        switch (Engine)
        {
            case DatabaseEngine.PostgreSql:
                OnPostgreSql($"DROP DATABASE {name} WITH (FORCE)");
                break;
            case DatabaseEngine.SqlServer:
                if (migrated)
                    SqlServerDatabases.GiveBack(Options.ConnectionString, name);
                else
                    SqlServerDatabases.Drop(sqlServer!, Options.ConnectionString, name);
                break;
        }
    }
}
