using Dapper;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Storage.Sqlite;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class SqliteWriterLaneTests : IDisposable
{
    readonly LaneDatabase database = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task A_refused_command_leaves_nothing_and_its_neighbors_stay()
    {
        var (blocked, release) = await database.BlockAsync();
        var all = new[] { database.InsertAsync(1), database.InsertAsync(2, keep: false), database.InsertAsync(3) };
        release();
        await blocked;

        (await Task.WhenAll(all)).ShouldBe([true, false, true]);
        (await database.IdsAsync()).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_command_that_throws_leaves_nothing_and_its_neighbors_stay()
    {
        var (blocked, release) = await database.BlockAsync();
        var before = database.InsertAsync(1);
        var failing = database.Lane.RunAsync<int>(
            async (connection, transaction) =>
            {
                await LaneDatabase.InsertAsync(connection, transaction, 2);
                throw new FormatException("mine");
            },
            _ => true,
            Token
        );
        var after = database.InsertAsync(3);
        release();
        await blocked;

        (await Should.ThrowAsync<FormatException>(failing)).Message.ShouldBe("mine");
        await before;
        await after;
        (await database.IdsAsync()).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Five_hundred_commands_at_once_are_all_there_when_they_are_answered()
    {
        var answered = Enumerable
            .Range(1, 500)
            .Select(id =>
                Task.Run(
                    async () =>
                    {
                        await database.InsertAsync(id);
                        (await database.IdsAsync()).ShouldContain(id);
                    },
                    Token
                )
            );
        await Task.WhenAll(answered);

        (await database.IdsAsync()).Count.ShouldBe(500);
    }

    [Fact]
    public async Task A_unique_violation_that_the_command_handles_leaves_its_other_rows()
    {
        await database.InsertAsync(1);
        await database.Lane.RunAsync(
            async (connection, transaction) =>
            {
                await LaneDatabase.InsertAsync(connection, transaction, 2);
                var clash = await Record.ExceptionAsync(() => LaneDatabase.InsertAsync(connection, transaction, 1));
                database
                    .Engine.FaultOf(clash.ShouldBeOfType<SqliteException>())
                    .ShouldBe(DatabaseFault.UniqueViolation);
                return true;
            },
            _ => true,
            Token
        );

        (await database.IdsAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Awaiting_something_else_inside_is_refused_and_what_follows_it_writes_nothing()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var awaiting = database.Lane.RunAsync(
            async (connection, transaction) =>
            {
                await LaneDatabase.InsertAsync(connection, transaction, 1);
                await gate.Task;
                late.SetResult(await Record.ExceptionAsync(() => LaneDatabase.InsertAsync(connection, transaction, 2)));
                return true;
            },
            _ => true,
            Token
        );

        (await Should.ThrowAsync<InvalidOperationException>(awaiting)).Message.ShouldContain("awaited something other");
        var (blocked, release) = await database.BlockAsync();
        gate.SetResult();
        (await late.Task).ShouldBeOfType<InvalidOperationException>();
        release();
        await blocked;
        await database.InsertAsync(3);
        (await database.IdsAsync()).ShouldBe([3]);
    }

    [Fact]
    public async Task Another_threads_statement_inside_a_command_is_refused()
    {
        await database.Lane.RunAsync(
            (connection, transaction) =>
            {
                Should
                    .Throw<InvalidOperationException>(() =>
                        Task.Run(() => LaneDatabase.InsertAsync(connection, transaction, 1), Token)
                            .GetAwaiter()
                            .GetResult()
                    )
                    .Message.ShouldContain("another thread");
                return Task.FromResult(true);
            },
            _ => true,
            Token
        );

        (await database.IdsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_in_a_command_runs_inline_and_its_refusal_leaves_the_outer_one()
    {
        await database.Lane.RunAsync(
            async (connection, transaction) =>
            {
                await LaneDatabase.InsertAsync(connection, transaction, 1);
                await database.InsertAsync(2, keep: false);
                await database.InsertAsync(3);
                return true;
            },
            _ => true,
            Token
        );

        (await database.IdsAsync()).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_command_in_a_refused_command_leaves_nothing_either()
    {
        await database.Lane.RunAsync(
            async (_, _) =>
            {
                await database.InsertAsync(1);
                return false;
            },
            kept => kept,
            Token
        );

        (await database.IdsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_canceled_while_it_waits_never_runs()
    {
        using var cancellation = new CancellationTokenSource();
        var (blocked, release) = await database.BlockAsync();
        var ran = false;
        var waiting = database.Lane.RunAsync((_, _) => Task.FromResult(ran = true), _ => true, cancellation.Token);
        await cancellation.CancelAsync();
        release();
        await blocked;

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        ran.ShouldBeFalse();
    }

    [Fact]
    public async Task A_command_canceled_after_its_last_statement_still_commits()
    {
        using var cancellation = new CancellationTokenSource();
        await database.Lane.RunAsync(
            async (connection, transaction) =>
            {
                await LaneDatabase.InsertAsync(connection, transaction, 1);
                await cancellation.CancelAsync();
                return true;
            },
            _ => true,
            cancellation.Token
        );

        (await database.IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_command_that_finds_the_queue_full_is_refused_as_busy()
    {
        using var small = new LaneDatabase(capacity: 2);
        var (blocked, release) = await small.BlockAsync();
        var waiting = new[] { small.InsertAsync(1), small.InsertAsync(2) };

        await Should.ThrowAsync<DatabaseUnavailableException>(small.InsertAsync(3));
        release();
        await blocked;
        await Task.WhenAll(waiting);
        (await small.IdsAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Readers_see_a_row_only_after_its_commit()
    {
        IReadOnlyList<int> seen = [-1];
        await database.Lane.RunAsync(
            (connection, transaction) =>
            {
                connection.Execute("INSERT INTO Items (Id, Name) VALUES (1, 'x')", transaction: transaction);
                seen = Task.Run(database.IdsAsync, Token).GetAwaiter().GetResult();
                return Task.FromResult(true);
            },
            _ => true,
            Token
        );

        seen.ShouldBeEmpty();
        (await database.IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task Disposing_finishes_the_commands_that_wait_and_takes_no_more()
    {
        var (blocked, release) = await database.BlockAsync();
        var waiting = Enumerable.Range(1, 300).Select(id => database.InsertAsync(id)).ToList();
        var disposing = database.Lane.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(database.InsertAsync(999));
        release();
        await blocked;
        await disposing;

        waiting.ShouldAllBe(task => task.IsCompletedSuccessfully);
        (await database.IdsAsync()).Count.ShouldBe(300);
    }

    [Fact]
    public async Task Values_of_the_callers_flow_are_there_inside_and_each_command_has_its_own()
    {
        var flow = new AsyncLocal<int>();
        var seen = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(async number =>
                {
                    flow.Value = number;
                    return await database.Lane.RunAsync((_, _) => Task.FromResult(flow.Value), _ => true, Token);
                })
        );

        seen.ShouldBe(Enumerable.Range(1, 20));
    }

    [Fact]
    public async Task A_missing_file_fails_the_command_and_isnt_created()
    {
        using var directory = new TemporaryDirectory();
        using var lane = new SqliteWriterLane(directory.File("none.db"));

        await Should.ThrowAsync<SqliteException>(lane.RunAsync((_, _) => Task.FromResult(1), _ => true, Token));
        Directory.GetFiles(directory.FullPath).ShouldBeEmpty();
    }
}
