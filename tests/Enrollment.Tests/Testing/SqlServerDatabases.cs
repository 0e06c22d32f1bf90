using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Microsoft.Data.SqlClient;

namespace Enrollment.Tests.Testing;

/// <summary>
/// Databases on SQL Server. Migrated ones serve one test after another, since making one takes a second and emptying it
/// a few milliseconds; they are dropped when the process ends.
/// </summary>
static partial class SqlServerDatabases
{
    static readonly ConcurrentBag<string> idle = [];
    static readonly ConcurrentBag<string> migratedOnes = [];

    /// <summary>Not every server makes and drops several at once.</summary>
    static readonly Lock gate = new();

    static readonly Lazy<IReadOnlyList<MigrationFile>> migrations = new(() =>
        MigrationFile.ReadAll(Migrator.OwnScripts, Engines.SqlServer.Name)
    );

    static readonly Lazy<IReadOnlyList<string>> tables = new(() =>
        [
            .. migrations
                .Value.SelectMany(file => CreateTable().Matches(file.Text()))
                .Select(match => match.Groups["name"].Value),
        ]
    );

    /// <summary>The rows of each table go before those that they refer to.</summary>
    static readonly Lazy<string> emptying = new(() =>
        string.Concat(tables.Value.Reverse().Select(name => $"DELETE FROM {name};\n"))
    );

    /// <summary>Tables or none; one with tables goes back by <see cref="GiveBack"/>, one without by <see cref="Drop"/>.</summary>
    internal static string Rent(string server, bool migrated, Func<string> newName)
    {
        if (migrated && idle.TryTake(out var used))
            return used;

        var name = newName();
        lock (gate)
            Execute(server, $"CREATE DATABASE {name}");
        if (migrated)
        {
            if (migratedOnes.IsEmpty)
                AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll(server);
            migratedOnes.Add(name);
        }

        return name;
    }

    internal static void GiveBack(string connectionString, string name)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using (var command = new SqlCommand(emptying.Value, connection))
            command.ExecuteNonQuery();
        // A test that left more behind than rows, such as a table or a migration, has used it up.
        if (IsAsMigrated(connection))
            idle.Add(name);
    }

    static bool IsAsMigrated(SqlConnection connection)
    {
        using var command = new SqlCommand(
            """
            SELECT (SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'),
                (SELECT STRING_AGG(name, ' ') WITHIN GROUP (ORDER BY version) FROM changelog WHERE type = 0)
            """,
            connection
        );
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt32(0) == tables.Value.Count + 1
            && reader.GetString(1) == string.Join(' ', migrations.Value.Select(file => file.Name));
    }

    /// <summary>A connection that was just closed counts as open for a moment.</summary>
    internal static void Drop(string server, string connectionString, string name)
    {
        const int InUse = 3702;
        using (var pooled = new SqlConnection(connectionString))
            SqlConnection.ClearPool(pooled);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                lock (gate)
                    Execute(server, $"DROP DATABASE {name}");
                return;
            }
            catch (SqlException inUse)
                when (attempt < 100
                    && (
                        inUse.Number == InUse
                        || inUse.Message.Contains("currently in use", StringComparison.OrdinalIgnoreCase)
                    )
                )
            {
                Thread.Sleep(50);
            }
        }
    }

    static void DropAll(string server)
    {
        SqlConnection.ClearAllPools();
        foreach (var name in migratedOnes)
            Drop(server, server, name);
    }

    static void Execute(string server, string statement)
    {
        using var connection = new SqlConnection(server);
        connection.Open();
        using var command = new SqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    [GeneratedRegex(@"^CREATE TABLE (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CreateTable();
}
