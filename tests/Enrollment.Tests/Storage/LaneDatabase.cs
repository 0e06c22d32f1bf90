using System.Data.Common;
using Dapper;
using Enrollment.Storage.Data;
using Enrollment.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>A database file with one small table, its lane and its readers.</summary>
sealed class LaneDatabase : IDisposable
{
    readonly TemporaryDirectory directory = new();

    internal LaneDatabase(int capacity = 2048)
    {
        DapperTypes.Register();
        Path = directory.File("test.db");
        using (var connection = Raw())
        {
            connection.Execute(
                """
                PRAGMA journal_mode = WAL;
                CREATE TABLE Items (Id INTEGER NOT NULL PRIMARY KEY, Name TEXT NOT NULL) STRICT;
                CREATE TABLE Parts (
                    Id INTEGER NOT NULL PRIMARY KEY,
                    ItemId INTEGER NOT NULL REFERENCES Items (Id) DEFERRABLE INITIALLY DEFERRED
                ) STRICT;
                """
            );
        }

        // Long enough that a busy machine doesn't end a batch between two commands that a test wants in one.
        Lane = new SqliteWriterLane(Path, capacity, TimeSpan.FromMinutes(1));
        Engine = new SqliteEngine(Path);
    }

    internal string Path { get; }
    internal SqliteWriterLane Lane { get; }
    internal SqliteEngine Engine { get; }

    /// <summary>A connection as another process would have it.</summary>
    internal SqliteConnection Raw()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=5");
        connection.Open();
        return connection;
    }

    internal Task<bool> InsertAsync(int id, bool keep = true) =>
        Lane.RunAsync(
            async (connection, transaction) =>
            {
                await InsertAsync(connection, transaction, id);
                return keep;
            },
            kept => kept,
            TestContext.Current.CancellationToken
        );

    internal static Task<int> InsertAsync(DbConnection connection, DbTransaction? transaction, int id) =>
        connection.ExecuteAsync("INSERT INTO Items (Id, Name) VALUES (@id, 'x')", new { id }, transaction);

    internal async Task<IReadOnlyList<int>> IdsAsync()
    {
        await using var reader = await Engine.OpenReaderAsync(TestContext.Current.CancellationToken);
        return [.. await reader.QueryAsync<int>("SELECT Id FROM Items ORDER BY Id")];
    }

    /// <summary>Occupies the lane until the returned action is called, so that a test can fill the queue behind it.</summary>
    internal async Task<(Task Blocked, Action Release)> BlockAsync()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new ManualResetEventSlim();
        var blocked = Lane.RunAsync(
            (_, _) =>
            {
                entered.SetResult();
                release.Wait(TestContext.Current.CancellationToken);
                return Task.FromResult(true);
            },
            _ => true,
            CancellationToken.None
        );
        await entered.Task;
        return (blocked, release.Set);
    }

    public void Dispose()
    {
        Lane.Dispose();
        Engine.Dispose();
        directory.Dispose();
    }
}
