using System.Collections.Concurrent;
using System.Net.Http.Json;
using Enrollment.Accounts;
using Enrollment.Tests.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>What callers see of a database server that restarts, stays away, loses lines or has no room.</summary>
[Collection(nameof(PostgreSqlServer))]
[Trait("Engine", "server")]
public sealed class DatabaseOutageTests(PostgreSqlServer server)
{
    const string People = "/api/v1/people";
    const string Centers = "/api/v1/centers";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static (string, string) Key(string key) => ("Idempotency-Key", key);

    [Fact]
    public async Task A_restart_under_load_loses_nothing_that_was_answered_and_heals_by_itself()
    {
        var database = await server.CreateDatabaseAsync();
        await using var web = await ServeAsync(database);
        var load = new Load(web);
        var clients = load.Start(32);
        await load.WriteAsync(100);
        await server.RestartAsync();
        await load.WriteAsync(100);
        await server.RestartAsync();
        await load.WriteAsync(100);
        load.Stop();
        await clients;

        (await web.Anonymous.GetAsync("/healthz/ready")).Expect(200);
        await ShouldBeWholeAsync(load, database);
    }

    [Fact]
    public async Task A_long_outage_is_told_with_a_code_and_ends_by_itself()
    {
        var database = await server.CreateDatabaseAsync();
        await using var web = await ServeAsync(database);
        var load = new Load(web);
        var clients = load.Start(32);
        await load.WriteAsync(100);
        await server.StopAsync();
        try
        {
            await PostgreSqlServer.EventuallyAsync(async () => (await ReadyAsync(web)).Status == 503);
            (await ReadyAsync(web)).ExpectProblem(503, "database_unreachable").Header("Retry-After").ShouldBe("1");
            (await web.Anonymous.GetAsync("/healthz/live")).Expect(200);
            (await web.Anonymous.GetAsync(Centers)).ExpectProblem(503, "database_unreachable");
            (await web.Anonymous.GetAsync("/", ("Accept", "text/html"))).Expect(503).Type.ShouldBe("text/html");
            var refused = await web.Manager.PostAsync(Centers, new Journey(web).CenterFields());
            refused.ExpectProblem(503, "database_unreachable").Header("Retry-After").ShouldBe("1");
        }
        finally
        {
            await server.StartAsync();
        }

        await PostgreSqlServer.EventuallyAsync(async () => (await ReadyAsync(web)).Status == 200);
        await load.WriteAsync(100);
        load.Stop();
        await clients;
        await ShouldBeWholeAsync(load, database);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_line_that_is_cut_at_the_commit_leaves_the_outcome_to_the_key(bool answered)
    {
        var database = await server.CreateDatabaseAsync();
        using var line = new CutLine(server.Port);
        await using var web = await ServeAsync(PostgreSqlServer.With(database, c => c.Port = line.Port));
        var fields = new Journey(web).CenterFields();

        // With its end, since each transaction begins with READ COMMITTED.
        line.CutAt("COMMIT\0", answered, after: "INSERT INTO Centers");
        var lost = await web.Manager.PostAsync(Centers, fields, Key("commit"));

        lost.ExpectProblem(503, "outcome_unknown").Header("Retry-After").ShouldBe("1");
        line.Cuts.ShouldBe(1);
        (await CountAsync("Centers", database)).ShouldBe(answered ? 1 : 0);
        (await CountAsync("AuditEvents", database)).ShouldBe(answered ? 2 : 1, "the student's record and the center");
        var again = (await web.Manager.PostAsync(Centers, fields, Key("commit"))).Expect(201);
        (await web.Manager.GetAsync(again.Location!)).Expect(200);
        (await CountAsync("Centers", database)).ShouldBe(1);
        (await CountAsync("AuditEvents", database)).ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_line_that_is_cut_before_the_commit_is_no_concern_of_the_caller(bool answered)
    {
        var database = await server.CreateDatabaseAsync();
        using var line = new CutLine(server.Port);
        await using var web = await ServeAsync(PostgreSqlServer.With(database, c => c.Port = line.Port));

        line.CutAt("INSERT INTO Centers", answered);
        (await web.Manager.PostAsync(Centers, new Journey(web).CenterFields())).Expect(201);

        line.Cuts.ShouldBe(1);
        (await CountAsync("Centers", database)).ShouldBe(1);
        (await CountAsync("AuditEvents", database)).ShouldBe(2);
    }

    [Theory]
    [InlineData("40001", "busy")]
    [InlineData("53100", "database_full")]
    [InlineData("53200", "busy")]
    [InlineData("57P01", "database_unreachable")]
    public async Task What_the_server_can_not_do_now_is_told_with_a_code_and_done_later(string state, string code)
    {
        var database = await server.CreateDatabaseAsync();
        await using var web = await ServeAsync(database);
        var fields = new Journey(web).CenterFields();
        await server.ExecuteAsync(
            $"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'raised' USING ERRCODE = '{state}'; END $$;
            CREATE TRIGGER fail AFTER INSERT ON AuditEvents FOR EACH ROW EXECUTE FUNCTION fail();
            """,
            database
        );

        var refused = await web.Manager.PostAsync(Centers, fields, Key("later"));

        refused.ExpectProblem(503, code).Header("Retry-After").ShouldBe("1");
        refused.Text.ShouldNotContain("raised");
        (await CountAsync("Centers", database)).ShouldBe(0);
        await server.ExecuteAsync("DROP TRIGGER fail ON AuditEvents", database);
        (await web.Manager.PostAsync(Centers, fields, Key("later"))).Expect(201);
    }

    [Fact]
    public async Task A_full_disk_of_the_server_refuses_changes_keeps_what_is_there_and_takes_more_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 64, owner: "postgres");
        await server.ExecuteAsync($"CREATE TABLESPACE small LOCATION '{disk.FullPath}'");
        var database = await server.CreateDatabaseAsync("TABLESPACE small");
        // What it changes in the catalog makes the next session write a file; without room for it nobody comes in.
        await server.SetAsync("autovacuum", "off");
        try
        {
            await FillAsync(disk, database);
        }
        finally
        {
            // Else the server couldn't start again without the disk.
            await server.DropDatabaseAsync(database);
            await server.ExecuteAsync("DROP TABLESPACE small");
            await server.SetAsync("autovacuum", "on");
        }
    }

    async Task FillAsync(SmallDisk disk, string database)
    {
        await using var web = await ServeAsync(database);
        (await web.Registrar.PostAsync(People, Journey.PersonFields("Before"))).Expect(201);
        // The first session after the tables were made writes such a file, too.
        await server.ExecuteAsync("SELECT 1", database);
        using (disk.Fill())
        {
            Answer answer;
            var more = 0;
            do answer = await web.Registrar.PostAsync(People, Journey.PersonFields($"Full {++more}"));
            while (answer.Status == 201 && more < 1_000);

            answer.ExpectProblem(503, "database_full").Header("Retry-After").ShouldNotBeNull();
            (await web.Registrar.GetAsync($"{People}?name=Full%20{more}"))["items"]!.AsArray().ShouldBeEmpty();
            (await web.Registrar.GetAsync($"{People}?name=Before"))["items"]!.AsArray().ShouldHaveSingleItem();
        }

        (await web.Registrar.PostAsync(People, Journey.PersonFields("After"))).Expect(201);
    }

    [Fact]
    public async Task A_server_that_takes_no_more_connections_is_busy()
    {
        await server.ExecuteAsync("CREATE ROLE crowd LOGIN");
        var database = await server.CreateDatabaseAsync("OWNER crowd");
        await using var web = await ServeAsync(PostgreSqlServer.With(database, c => c.Username = "crowd"));
        await server.ExecuteAsync("ALTER ROLE crowd CONNECTION LIMIT 0");
        await server.EndSessionsAsync(database);

        (await web.Anonymous.GetAsync(Centers)).ExpectProblem(503, "busy").Header("Retry-After").ShouldBe("1");
        (await web.Manager.PostAsync(Centers, new Journey(web).CenterFields())).ExpectProblem(503, "busy");
        await server.ExecuteAsync("ALTER ROLE crowd CONNECTION LIMIT 10");
        (await web.Anonymous.GetAsync(Centers)).Expect(200);
    }

    [Fact]
    public async Task A_caller_who_leaves_in_the_middle_leaves_nothing_behind_and_no_connection_is_lost()
    {
        var database = await server.CreateDatabaseAsync();
        await using var web = await ServeAsync(
            PostgreSqlServer.With(database, c => (c.MaxPoolSize, c.Timeout) = (2, 5))
        );
        await using (var other = new NpgsqlConnection(PostgreSqlServer.With(database, c => c.Pooling = false)))
        {
            await other.OpenAsync(Token);
            await using var transaction = await other.BeginTransactionAsync(Token);
            // The center can be written, its event can't yet.
            await using (var command = new NpgsqlCommand("LOCK TABLE AuditEvents", other, transaction))
                await command.ExecuteNonQueryAsync(Token);
            for (var i = 0; i < 4; i++)
                await LeaveAsync();
        }

        (await CountAsync("Centers", database)).ShouldBe(0);
        var both = Enumerable.Range(0, 2).Select(_ => web.Manager.PostAsync(Centers, new Journey(web).CenterFields()));
        foreach (var answer in await Task.WhenAll(both))
            answer.Expect(201);

        async Task LeaveAsync()
        {
            using var leave = new CancellationTokenSource();
            using var request = new HttpRequestMessage(HttpMethod.Post, Centers)
            {
                Content = JsonContent.Create(new Journey(web).CenterFields(), options: ApiClient.Json),
            };
            var call = web.Manager.Http.SendAsync(request, leave.Token);
            await PostgreSqlServer.EventuallyAsync(async () => await WaitingAsync() == 1);
            await leave.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(call);
            await PostgreSqlServer.EventuallyAsync(async () => await WaitingAsync() == 0);
        }

        async Task<long> WaitingAsync() =>
            (
                await server.QueryAsync<long>(
                    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
                    database
                )
            )[0];
    }

    [Fact]
    public async Task A_newer_program_that_migrates_the_database_does_not_disturb_the_one_that_runs()
    {
        var database = await server.CreateDatabaseAsync();
        await using var web = await ServeAsync(database);
        (await web.Manager.PostAsync(Centers, new Journey(web).CenterFields())).Expect(201);
        (await web.Anonymous.GetAsync(Centers)).Expect(200);

        await server.ExecuteAsync(
            """
            INSERT INTO changelog (type, version, description, name, checksum, installed_by, success)
            VALUES (0, '9999', 'later', 'V9999__later.sql', 'x', 'x', true);
            ALTER TABLE Centers ADD Later TEXT NULL;
            CREATE TABLE Later (Id INTEGER NOT NULL);
            """,
            database
        );

        for (var i = 0; i < 3; i++)
        {
            (await web.Anonymous.GetAsync(Centers)).Expect(200);
            (await web.Manager.PostAsync(Centers, new Journey(web).CenterFields())).Expect(201);
        }

        (await ReadyAsync(web)).Expect(200);
    }

    static Task<Answer> ReadyAsync(WebSystem web) => web.Anonymous.GetAsync("/healthz/ready");

    static async Task<WebSystem> ServeAsync(string database)
    {
        var web = new WebSystem { Database = new TestDatabase(database) };
        await web.InitializeAsync();
        return web;
    }

    async Task<long> CountAsync(string table, string database) =>
        (await server.QueryAsync<long>($"SELECT COUNT(*) FROM {table}", database))[0];

    /// <summary>Each person that a caller was told of is there once with all that belongs to it, and no other is.</summary>
    async Task ShouldBeWholeAsync(Load load, string database)
    {
        load.Unexpected.ShouldBeEmpty();
        load.Written.ShouldNotBeEmpty();
        var names = await server.QueryAsync<string>("SELECT FullName FROM PersonNames WHERE Script = 'Latn'", database);
        var written = names.Where(name => name.StartsWith(Load.Prefix, StringComparison.Ordinal)).ToList();
        written.ShouldBe(load.Written, ignoreOrder: true);
        (await CountAsync("IdempotencyKeys", database)).ShouldBe(load.Written.Count);
        var people = await CountAsync("People", database);
        people.ShouldBe(load.Written.Count + 1, "the student is registered before the server starts");
        // Without those of the search for records of the same person, which goes on beside.
        (await CountAsync("AuditEvents WHERE Action NOT LIKE 'match.%'", database)).ShouldBe(people);
        (await CountAsync("PersonNames", database)).ShouldBe(2 * load.Written.Count + 1);
    }

    /// <summary>
    /// Clients that each write, read what they wrote, and repeat with the same key whatever they were asked to repeat.
    /// </summary>
    sealed class Load(WebSystem web)
    {
        internal const string Prefix = "Load ";

        readonly CancellationTokenSource stop = new();
        readonly ConcurrentQueue<string> written = new();
        readonly ConcurrentQueue<string> unexpected = new();

        internal ConcurrentQueue<string> Written => written;

        /// <summary>Answers that nobody may get: neither what was asked for nor a 503 in full.</summary>
        internal ConcurrentQueue<string> Unexpected => unexpected;

        internal Task Start(int clients) =>
            Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => WorkAsync(i), Token)));

        internal void Stop() => stop.Cancel();

        /// <summary>Returns when this many more have been written.</summary>
        internal Task WriteAsync(int more)
        {
            var goal = written.Count + more;
            return PostgreSqlServer.EventuallyAsync(() => Task.FromResult(written.Count >= goal));
        }

        async Task WorkAsync(int client)
        {
            var http = web[Role.Registrar];
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var name = $"{Prefix}{client} {i}";
                var made = await AskAsync(() => http.PostAsync(People, Journey.PersonFields(name), Key(name)), 201);
                written.Enqueue(name);
                await AskAsync(() => http.GetAsync(made.Location!), 200);
            }
        }

        async Task<Answer> AskAsync(Func<Task<Answer>> ask, int wanted)
        {
            while (true)
            {
                var answer = await ask();
                if (answer.Status == wanted)
                    return answer;

                if (
                    answer.Status != 503
                    || answer.Code is not ("busy" or "database_unreachable" or "outcome_unknown")
                    || answer.Header("Retry-After") is null
                )
                    unexpected.Enqueue($"{answer.Status} {answer.Text}");
                await Task.Delay(100, Token);
            }
        }
    }
}
