using System.Data.Common;
using Enrollment.Storage;
using Enrollment.Web.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Enrollment.Benchmarks;

/// <summary>An installation that a benchmark fills with statements of its own and then has served.</summary>
/// <param name="Name">The engine as figures name it.</param>
/// <param name="Settings">Where it is.</param>
sealed record BenchmarkDatabase(string Name, Settings Settings)
{
    /// <summary>What tells the program of it.</summary>
    internal IReadOnlyList<string> Arguments =>
        Settings.Database.Engine == DatabaseEngine.PostgreSql
            ?
            [
                $"--Enrollment:DataDirectory={Settings.DataDirectory}",
                "--Enrollment:Database:Engine=PostgreSql",
                $"--Enrollment:Database:ConnectionString={Settings.Database.ConnectionString}",
            ]
            : [$"--Enrollment:DataDirectory={Settings.DataDirectory}"];

    internal static BenchmarkDatabase Sqlite(string directory) =>
        new("sqlite", new Settings { DataDirectory = directory });

    /// <param name="server">A connection string of an account that may create databases.</param>
    /// <param name="name">Of the database, which is created.</param>
    /// <param name="directory">For the files.</param>
    internal static async Task<BenchmarkDatabase> PostgreSqlAsync(string server, string name, string directory)
    {
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        var database = new DatabaseSettings { Engine = DatabaseEngine.PostgreSql, ConnectionString = On(server, name) };
        return new BenchmarkDatabase("postgresql", new Settings { DataDirectory = directory, Database = database });
    }

    internal static string On(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database }.ToString();

    /// <summary>Runs a statement on a server's own database.</summary>
    internal static async Task ExecuteAsync(string server, string statement)
    {
        await using var connection = new NpgsqlConnection($"{server};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task ExecuteAsync(string statement)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one number that a statement answers.</summary>
    internal async Task<long> CountAsync(string statement)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    DbConnection Connection() =>
        Settings.Database.Engine == DatabaseEngine.PostgreSql
            ? new NpgsqlConnection($"{Settings.Database.ConnectionString};Pooling=False")
            : new SqliteConnection(
                $"Data Source={Path.Combine(Settings.DataDirectory, "enrollment.db")};Pooling=False"
            );
}
