using System.Diagnostics;
using System.Globalization;
using Dapper;
using Npgsql;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, which they may break. Its tests run one after another and have the trait
/// Engine=server.
/// </summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    readonly string directory = Path.Combine(Path.GetTempPath(), $"enrollment-{Guid.NewGuid():N}");
    string administrator = "";
    int lastDatabase;

    internal string DataDirectory => Path.Combine(directory, "data");

    internal int Port => new NpgsqlConnectionStringBuilder(administrator).Port;

    public async ValueTask InitializeAsync() => administrator = (await ScriptAsync("start")).Trim();

    /// <summary>Stops and starts, breaking every connection.</summary>
    internal Task RestartAsync() => ScriptAsync("restart");

    internal Task StopAsync() => ScriptAsync("down");

    internal Task StartAsync() => ScriptAsync("up");

    /// <summary>A new, empty database; its connection string names the superuser.</summary>
    internal async Task<string> CreateDatabaseAsync(string options = "")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{++lastDatabase}");
        await ExecuteAsync($"CREATE DATABASE {name} {options}");
        return With(administrator, c => c.Database = name);
    }

    internal Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync(
            $"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)"
        );

    internal static string With(string connectionString, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        change(builder);
        return builder.ConnectionString;
    }

    /// <summary>As the superuser, outside of every transaction; in the database named, or beside them all.</summary>
    internal async Task ExecuteAsync(string sql, string? connectionString = null)
    {
        await using var connection = await OpenAsync(connectionString);
        await connection.ExecuteAsync(sql);
    }

    internal async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, string? connectionString = null)
    {
        await using var connection = await OpenAsync(connectionString);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    /// <summary>Ends sessions of the database as an administrator would; all, or the one.</summary>
    internal Task EndSessionsAsync(string connectionString, int? process = null) =>
        ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = '{new NpgsqlConnectionStringBuilder(connectionString).Database}'
                  AND {(process is { } one ? $"pid = {one}" : "pid <> pg_backend_pid()")}
                """
            )
        );

    /// <summary>Sets a parameter of the whole server that takes effect without a restart, and waits until it does.</summary>
    internal async Task SetAsync(string parameter, string value)
    {
        await ExecuteAsync($"ALTER SYSTEM SET {parameter} = '{value}'");
        await ReloadAsync();
        await EventuallyAsync(async () => (await QueryAsync<string>($"SHOW {parameter}"))[0] == value);
    }

    internal Task ReloadAsync() => ExecuteAsync("SELECT pg_reload_conf()");

    /// <summary>Asks until the answer is yes; fails after a minute.</summary>
    internal static async Task EventuallyAsync(Func<Task<bool>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await ask())
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    async Task<NpgsqlConnection> OpenAsync(string? connectionString)
    {
        var connection = new NpgsqlConnection(With(connectionString ?? administrator, c => c.Pooling = false));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    async Task<string> ScriptAsync(string action)
    {
        // What the server inherits it keeps open, so its standard error isn't waited for.
        var start = new ProcessStartInfo("bash", [Script(), action, directory]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"build/postgresql.sh {action}");
        return output;
    }

    static string Script()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Enrollment.sln")))
            root = root.Parent!;
        return Path.Combine(root.FullName, "build", "postgresql.sh");
    }

    public async ValueTask DisposeAsync()
    {
        if (administrator.Length > 0)
            await ScriptAsync("stop");
    }
}

[CollectionDefinition(nameof(PostgreSqlServer))]
public sealed class PostgreSqlServerTests : ICollectionFixture<PostgreSqlServer>;
