using System.Globalization;
using Enrollment.Storage;
using Enrollment.Tests.Storage;
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
    readonly string name = NextName();
    readonly bool borrowed;

    /// <param name="migrated">Whether it may come with its tables; else it comes empty.</param>
    internal TestDatabase(bool migrated = true)
    {
        switch (Engine)
        {
            case DatabaseEngine.PostgreSql:
                OnPostgreSql(
                    migrated ? $"CREATE DATABASE {name} TEMPLATE {template.Value}" : $"CREATE DATABASE {name}"
                );
                break;
            case DatabaseEngine.SqlServer:
                OnSqlServer($"CREATE DATABASE {name}");
                break;
        }

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

    /// <summary>The engine of this run.</summary>
    internal static DatabaseEngine Engine { get; } =
        postgreSql is not null ? DatabaseEngine.PostgreSql
        : sqlServer is not null ? DatabaseEngine.SqlServer
        : DatabaseEngine.Sqlite;

    internal StorageOptions Options { get; }

    /// <summary>What tells a program of this database.</summary>
    internal IReadOnlyList<string> Arguments =>
        Options.Engine == DatabaseEngine.Sqlite
            ? [$"--Enrollment:DataDirectory={Options.DataDirectory}"]
            :
            [
                $"--Enrollment:DataDirectory={Options.DataDirectory}",
                $"--Enrollment:Database:Engine={Options.Engine}",
                $"--Enrollment:Database:ConnectionString={Options.ConnectionString}",
            ];

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

    static void OnSqlServer(string statement)
    {
        using var connection = new SqlConnection($"{sqlServer};Pooling=False");
        connection.Open();
        using var command = new SqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        switch (Engine)
        {
            case var _ when borrowed:
                break;
            case DatabaseEngine.PostgreSql:
                OnPostgreSql($"DROP DATABASE {name} WITH (FORCE)");
                break;
            case DatabaseEngine.SqlServer:
                using (var pooled = new SqlConnection(Options.ConnectionString))
                    SqlConnection.ClearPool(pooled);
                OnSqlServer($"DROP DATABASE {name}");
                break;
        }

        directory.Dispose();
    }
}
