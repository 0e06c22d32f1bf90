using System.Data.Common;
using Dapper;
using Enrollment.Data;
using Enrollment.Storage.Data;
using Enrollment.Storage.PostgreSql;
using Enrollment.Storage.Servers;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>Commands that lose their connection, a race or their patience, on a real server.</summary>
[Collection(nameof(PostgreSqlServer))]
[Trait("Engine", "server")]
public sealed class ServerUnitOfWorkTests(PostgreSqlServer server) : IAsyncLifetime
{
    string database = "";
    PostgreSqlEngine engine = null!;
    ServerUnitOfWork unit = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync("CREATE TABLE Items (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL)", database);
        Use(database);
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_connection_that_is_ended_in_the_middle_makes_the_command_run_again_and_take_effect_once()
    {
        using var retries = new Retries();
        var runs = 0;
        await RunAsync(async item =>
        {
            await item.InsertAsync(1);
            if (++runs == 1)
                await EndAsync(item);
            await item.InsertAsync(2);
        });

        runs.ShouldBe(2);
        (await IdsAsync()).ShouldBe([1, 2]);
        retries.Faults.ShouldBe(["1 unreachable"]);
    }

    [Fact]
    public async Task A_connection_that_is_ended_between_the_last_statement_and_the_commit_leaves_the_outcome_open()
    {
        var runs = 0;
        var lost = await Should.ThrowAsync<DatabaseUnavailableException>(
            RunAsync(async item =>
            {
                runs++;
                await item.InsertAsync(1);
                await EndAsync(item);
            })
        );

        lost.Code.ShouldBe("outcome_unknown");
        runs.ShouldBe(1);
        (await IdsAsync()).ShouldBeEmpty();
        await RunAsync(item => item.InsertAsync(2));
        (await IdsAsync()).ShouldBe([2]);
    }

    [Fact]
    public async Task A_broken_connection_that_the_library_calls_closed_counts_as_broken()
    {
        var runs = 0;
        Exception? said = null;
        await RunAsync(async item =>
        {
            if (++runs == 1)
            {
                await EndAsync(item);
                await Record.ExceptionAsync(() => item.InsertAsync(1));
                said = await Record.ExceptionAsync(() => item.InsertAsync(1));
                throw said.ShouldNotBeNull();
            }

            await item.InsertAsync(1);
        });

        said.ShouldNotBeAssignableTo<DbException>();
        runs.ShouldBe(2);
        (await IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_connection_that_is_ended_inside_a_nested_command_makes_the_outer_one_run_again()
    {
        var runs = 0;
        await RunAsync(async outer =>
        {
            await outer.InsertAsync(1);
            await RunAsync(async inner =>
            {
                if (++runs == 1)
                    await EndAsync(inner);
                await inner.InsertAsync(2);
            });
        });

        runs.ShouldBe(2);
        (await IdsAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_nested_command_that_is_refused_rolls_back_alone()
    {
        await RunAsync(async outer =>
        {
            await outer.InsertAsync(1);
            await RunAsync(inner => inner.InsertAsync(2), keep: false);
            await outer.InsertAsync(3);
        });

        (await IdsAsync()).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Two_commands_that_deadlock_both_take_effect()
    {
        using var retries = new Retries();
        await RunAsync(async item =>
        {
            await item.InsertAsync(1);
            await item.InsertAsync(2);
        });
        using var met = new Barrier(2);
        await Task.WhenAll(Task.Run(() => RenameAsync(1, 2), Token), Task.Run(() => RenameAsync(2, 1), Token));

        (await server.QueryAsync<string>("SELECT Name FROM Items ORDER BY Id", database)).ShouldBe(["xx", "xx"]);
        retries.Faults.ShouldBe(["1 conflict"]);

        async Task RenameAsync(int first, int second)
        {
            var runs = 0;
            await RunAsync(async item =>
            {
                await item.ExecuteAsync($"UPDATE Items SET Name = Name || 'x' WHERE Id = {first} AND Name <> ''");
                if (++runs == 1)
                    await Task.Run(() => met.SignalAndWait(TimeSpan.FromSeconds(30), Token).ShouldBeTrue(), Token);
                await item.ExecuteAsync($"UPDATE Items SET Name = Name WHERE Id = {second}");
            });
        }
    }

    [Fact]
    public async Task A_serialization_failure_makes_the_command_run_again()
    {
        using var retries = new Retries();
        var runs = 0;
        await RunAsync(async item =>
        {
            await item.InsertAsync(1);
            if (++runs == 1)
                await item.RaiseAsync("40001");
        });

        (await IdsAsync()).ShouldBe([1]);
        retries.Faults.ShouldBe(["1 conflict"]);
    }

    [Fact]
    public async Task A_conflict_that_never_ends_is_given_up_after_the_last_attempt()
    {
        var runs = 0;
        var failure = await Should.ThrowAsync<DbException>(
            RunAsync(async item =>
            {
                runs++;
                await item.InsertAsync(1);
                await item.RaiseAsync("40P01");
            })
        );

        engine.FaultOf(failure).ShouldBe(DatabaseFault.Conflict);
        runs.ShouldBe(ServerUnitOfWork.Attempts);
        (await IdsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_another_one_wrote_after_the_command_had_looked_is_seen_when_it_runs_again()
    {
        using var retries = new Retries();
        var found = new List<long>();
        await RunAsync(async item =>
        {
            found.Add(await item.CountAsync());
            if (found[^1] > 0)
                return;
            await server.ExecuteAsync("INSERT INTO Items VALUES (1, 'theirs')", database);
            await item.InsertAsync(1);
        });

        found.ShouldBe([0, 1]);
        retries.Faults.ShouldBe(["1 uniqueviolation"]);
    }

    [Fact]
    public async Task A_full_disk_is_not_tried_again()
    {
        var runs = 0;
        var failure = await Should.ThrowAsync<DbException>(
            RunAsync(async item =>
            {
                runs++;
                await item.InsertAsync(1);
                await item.RaiseAsync("53100");
            })
        );

        engine.FaultOf(failure).ShouldBe(DatabaseFault.Full);
        runs.ShouldBe(1);
        (await IdsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_canceled_command_leaves_nothing_and_its_connection_serves_the_next_one()
    {
        Use(PostgreSqlServer.With(database, c => (c.MaxPoolSize, c.Timeout) = (1, 5)));
        using var cancel = new CancellationTokenSource();
        var process = 0;
        var canceled = unit.RunAsync(
            async (connection, transaction) =>
            {
                var item = new Items(connection, transaction);
                process = await item.ProcessAsync();
                await item.InsertAsync(1);
                cancel.CancelAfter(TimeSpan.FromMilliseconds(50));
                return await connection.ExecuteAsync(
                    new CommandDefinition("SELECT pg_sleep(60)", null, transaction, cancellationToken: cancel.Token)
                );
            },
            _ => true,
            cancel.Token
        );

        await Should.ThrowAsync<OperationCanceledException>(canceled);
        var next = 0;
        await RunAsync(async item =>
        {
            next = await item.ProcessAsync();
            await item.InsertAsync(2);
        });
        next.ShouldBe(process);
        (await IdsAsync()).ShouldBe([2]);
    }

    [Fact]
    public async Task A_pool_whose_connections_are_all_in_use_is_busy()
    {
        Use(PostgreSqlServer.With(database, c => (c.MaxPoolSize, c.Timeout) = (1, 1)));
        await using var held = await engine.OpenReaderAsync(Token);

        var failure = await Should.ThrowAsync<DbException>(RunAsync(item => item.InsertAsync(1)));
        engine.FaultOf(failure).ShouldBe(DatabaseFault.Busy);

        await held.DisposeAsync();
        await RunAsync(item => item.InsertAsync(1));
    }

    [Fact]
    public async Task A_read_over_a_connection_that_died_in_its_pool_is_sent_again_though_all_of_them_died()
    {
        for (var round = 0; round < 3; round++)
        {
            var readers = Enumerable.Range(0, 5).Select(_ => new Db(engine)).ToList();
            foreach (var reader in readers)
                await reader.QueryAsync<int>(new Sql("SELECT Id FROM Items"), null, Token);
            foreach (var reader in readers)
                await reader.DisposeAsync();
            await server.EndSessionsAsync(database);

            await using var db = new Db(engine);
            (await db.QueryAsync<int>(new Sql("SELECT Id FROM Items"), null, Token)).ShouldBeEmpty();
            await server.EndSessionsAsync(database);
            (await db.QueryAsync<int>(new Sql("SELECT Id FROM Items"), null, Token)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_request_that_holds_a_reader_gives_it_back_before_it_waits_for_another_connection()
    {
        var small = PostgreSqlServer.With(await server.CreateDatabaseAsync(), c => (c.MaxPoolSize, c.Timeout) = (1, 3));
        await using var system = new TestSystem(database: new TestDatabase(small));

        // Reads what is prepared, then writes, in one request.
        (await system.AddCertificateAsync()).FileHash.ShouldNotBeNull();
    }

    void Use(string connectionString)
    {
        engine = new PostgreSqlEngine(connectionString);
        unit = new ServerUnitOfWork(engine);
    }

    async Task EndAsync(Items item) => await server.EndSessionsAsync(database, await item.ProcessAsync());

    Task<bool> RunAsync(Func<Items, Task> body, bool keep = true) =>
        unit.RunAsync(
            async (connection, transaction) =>
            {
                await body(new Items(connection, transaction));
                return keep;
            },
            kept => kept,
            Token
        );

    Task<IReadOnlyList<int>> IdsAsync() => server.QueryAsync<int>("SELECT Id FROM Items ORDER BY Id", database);

    /// <summary>The table as a command sees it.</summary>
    sealed class Items(DbConnection connection, DbTransaction? transaction)
    {
        internal Task<int> ExecuteAsync(string sql) => connection.ExecuteAsync(sql, null, transaction);

        internal Task<int> InsertAsync(int id) =>
            connection.ExecuteAsync("INSERT INTO Items (Id, Name) VALUES (@id, 'x')", new { id }, transaction);

        internal Task<long> CountAsync() =>
            connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM Items", null, transaction);

        internal Task<int> ProcessAsync() =>
            connection.ExecuteScalarAsync<int>("SELECT pg_backend_pid()", null, transaction);

        internal Task<int> RaiseAsync(string state) =>
            ExecuteAsync($"DO $$ BEGIN RAISE EXCEPTION 'raised' USING ERRCODE = '{state}'; END $$");
    }
}
