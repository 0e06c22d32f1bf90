using Dapper;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>What happens to a batch whose transaction can't begin, ends early or can't commit.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class SqliteWriterLaneFailureTests : IDisposable
{
    readonly LaneDatabase database = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task A_statement_that_makes_SQLite_drop_the_transaction_fails_its_batch_and_the_next_one_works()
    {
        await database.InsertAsync(1);
        var (blocked, release) = await database.BlockAsync();
        var before = database.InsertAsync(2);
        var dropping = database.Lane.RunAsync(
            (connection, _) => connection.ExecuteAsync("INSERT OR ROLLBACK INTO Items (Id, Name) VALUES (1, 'again')"),
            _ => true,
            Token
        );
        var after = database.InsertAsync(3);
        release();

        await Should.ThrowAsync<DatabaseUnavailableException>(blocked);
        await Should.ThrowAsync<DatabaseUnavailableException>(before);
        await Should.ThrowAsync<SqliteException>(dropping);
        await after;
        (await database.IdsAsync()).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_command_that_goes_on_after_SQLite_dropped_its_transaction_writes_nothing_and_fails()
    {
        await database.InsertAsync(1);
        var dropping = database.Lane.RunAsync(
            async (connection, transaction) =>
            {
                (
                    await Record.ExceptionAsync(() =>
                        connection.ExecuteAsync("INSERT OR ROLLBACK INTO Items (Id, Name) VALUES (1, 'again')")
                    )
                ).ShouldBeOfType<SqliteException>();
                (
                    await Record.ExceptionAsync(() => LaneDatabase.InsertAsync(connection, transaction, 2))
                ).ShouldBeOfType<InvalidOperationException>();
                return true;
            },
            _ => true,
            Token
        );

        (await Should.ThrowAsync<InvalidOperationException>(dropping)).Message.ShouldContain(
            "rolled the transaction back"
        );
        (await database.IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_command_that_ends_the_transaction_itself_fails()
    {
        var ending = database.Lane.RunAsync((connection, _) => connection.ExecuteAsync("ROLLBACK"), _ => true, Token);

        await Should.ThrowAsync<InvalidOperationException>(ending);
        await database.InsertAsync(1);
        (await database.IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_command_that_closes_its_connection_fails_and_the_next_one_works()
    {
        var closing = database.Lane.RunAsync(
            (connection, _) =>
            {
                connection.Close();
                return Task.FromResult(true);
            },
            _ => true,
            Token
        );

        await Should.ThrowAsync<InvalidOperationException>(closing);
        await database.InsertAsync(1);
        (await database.IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_failed_commit_fails_every_command_of_its_batch_and_the_next_one_works()
    {
        var (blocked, release) = await database.BlockAsync();
        var innocent = database.InsertAsync(1);
        // The foreign key is checked at the commit.
        var orphan = database.Lane.RunAsync(
            (connection, _) => connection.ExecuteAsync("INSERT INTO Parts (Id, ItemId) VALUES (1, 999)"),
            _ => true,
            Token
        );
        release();

        await Should.ThrowAsync<SqliteException>(blocked);
        await Should.ThrowAsync<SqliteException>(innocent);
        (await Should.ThrowAsync<SqliteException>(orphan)).Message.ShouldContain("nothing was written");
        await database.InsertAsync(2);
        (await database.IdsAsync()).ShouldBe([2]);
    }

    [Fact]
    public async Task Another_process_that_writes_is_waited_for()
    {
        using var other = database.Raw();
        other.Execute("BEGIN IMMEDIATE; INSERT INTO Items (Id, Name) VALUES (1, 'theirs')");
        var waiting = database.InsertAsync(2);
        await Task.Delay(50, Token);
        waiting.IsCompleted.ShouldBeFalse();
        other.Execute("COMMIT");
        await waiting;

        (await database.IdsAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Another_process_that_never_stops_writing_makes_commands_busy_and_the_lane_lives_on()
    {
        using var other = database.Raw();
        other.Execute("BEGIN IMMEDIATE");
        await Should.ThrowAsync<DatabaseUnavailableException>(database.InsertAsync(1));
        other.Execute("ROLLBACK");
        await database.InsertAsync(2);

        (await database.IdsAsync()).ShouldBe([2]);
    }

    [Fact]
    public async Task A_reader_cant_write()
    {
        await using var reader = await database.Engine.OpenReaderAsync(Token);

        await Should.ThrowAsync<SqliteException>(reader.ExecuteAsync("DELETE FROM Items"));
    }

    [Fact]
    public async Task A_reader_disposed_twice_serves_one_request_at_a_time_and_none_after_that()
    {
        var first = await database.Engine.OpenReaderAsync(Token);
        await first.DisposeAsync();
        first.Dispose();
        await using var second = await database.Engine.OpenReaderAsync(Token);
        await using var third = await database.Engine.OpenReaderAsync(Token);

        Should.Throw<ObjectDisposedException>(() => first.Query<int>("SELECT 1"));
        second.ExecuteScalar<int>("SELECT 1").ShouldBe(1);
        third.ExecuteScalar<int>("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public async Task The_lanes_commits_are_durable_and_its_foreign_keys_hold()
    {
        var settings = await database.Lane.RunAsync(
            (connection, _) =>
                Task.FromResult<string[]>([
                    connection.ExecuteScalar<string>("PRAGMA journal_mode")!,
                    connection.ExecuteScalar<string>("PRAGMA synchronous")!,
                    connection.ExecuteScalar<string>("PRAGMA foreign_keys")!,
                ]),
            _ => true,
            Token
        );

        // 2 is FULL.
        settings.ShouldBe(["wal", "2", "1"]);
    }
}
