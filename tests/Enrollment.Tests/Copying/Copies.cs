using System.Diagnostics;
using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Copying;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Storage;
using Microsoft.Data.SqlClient;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Copying;

/// <summary>Calls the built program to copy, and reads databases as they are.</summary>
static class Copies
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static IReadOnlyList<CopyTable> Tables { get; } =
        CopySchema.Of(MigrationFile.ReadAll(Migrator.OwnScripts, Engines.Sqlite.Name));

    /// <summary>An embedded database with its tables and no row.</summary>
    internal static StorageOptions Sqlite(TemporaryDirectory directory, string name)
    {
        var options = new StorageOptions { DataDirectory = directory.File(name) };
        new Migrator(options).Apply();
        return options;
    }

    internal static string[] Words(StorageOptions from, StorageOptions to)
    {
        string[] sides = ["copy", "--from", Place(from), "--to", Place(to)];
        var server = new[] { from, to }.FirstOrDefault(side => side.Engine != DatabaseEngine.Sqlite);
        return server is null ? sides : [.. sides, "--files", server.DataDirectory];
    }

    internal static string Place(StorageOptions options) =>
        options.Engine switch
        {
            DatabaseEngine.PostgreSql => $"postgresql:{options.ConnectionString}",
            DatabaseEngine.SqlServer => $"sqlserver:{options.ConnectionString}",
            _ => $"sqlite:{options.DataDirectory}",
        };

    internal static Process Start(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "enrollment"), words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    internal static async Task<(int Code, string Output, string Error)> CallAsync(params string[] words)
    {
        using var process = Start(words);
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Copies what must become equal.</summary>
    internal static async Task CopyAsync(StorageOptions from, StorageOptions to)
    {
        var (code, output, error) = await CallAsync(Words(from, to));
        code.ShouldBe(0, error);
        output.ShouldContain("Everything is equal.");
        output.ShouldNotContain("  NO\n", Case.Sensitive);
    }

    internal static int Execute(StorageOptions options, string sql)
    {
        using var connection = MigrationTarget.Of(options).Open();
        return connection.Execute(sql);
    }

    internal static long Count(StorageOptions options, string table)
    {
        using var connection = MigrationTarget.Of(options).Open();
        return connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}");
    }

    /// <summary>Every value of every table as the engine's client library shows it, without the copy's own reading.</summary>
    internal static IReadOnlyList<string> Dump(StorageOptions options)
    {
        using var connection = MigrationTarget.Of(options).Open();
        return
        [
            .. Tables.SelectMany(table =>
                connection
                    .Query($"SELECT {table.ColumnList} FROM {table.Name}")
                    .Cast<IDictionary<string, object?>>()
                    .Select(row => $"{table.Name}: {string.Join('|', row.Values.Select(value => value ?? "NULL"))}")
                    .Order(StringComparer.Ordinal)
            ),
        ];
    }

    /// <summary>Servers that only speak SQL Server's protocol may pass over the hint that locks a table.</summary>
    internal static void SkipWhereLocksAreIgnored(StorageOptions options)
    {
        if (options.Engine != DatabaseEngine.SqlServer)
            return;

        using var holder = MigrationTarget.Of(options).Open();
        using var transaction = holder.BeginTransaction();
        holder.ExecuteScalar<int>("SELECT COUNT(*) FROM Centers WITH (TABLOCK, HOLDLOCK)", transaction: transaction);
        using var other = MigrationTarget.Of(options).Open();
        try
        {
            other.Execute("SET LOCK_TIMEOUT 200; DELETE FROM Centers WHERE Code = 'nowhere'");
        }
        catch (SqlException held) when (held.Number == 1222)
        {
            return;
        }

        Assert.Skip("This server passes over the hint that locks a table.");
    }
}
