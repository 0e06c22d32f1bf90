using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Enrollment.Cohorts;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Enrollment.Benchmarks;

/// <summary>
/// Admissions where everybody wants the same, over HTTP on each engine: submissions to a few cohorts of one round, accepts
/// that compete for half as many places, two hundred for the last one, and the promotion of a long waiting list while
/// others submit. The server has one core, the load the others; the jobs run as they always do.
/// </summary>
static class AdmissionBenchmark
{
    static readonly TimeSpan warmUp = TimeSpan.FromSeconds(1);
    static readonly TimeSpan counted = TimeSpan.FromSeconds(3);

    /// <summary>So many that each part takes seconds, not minutes.</summary>
    /// <param name="Drafts">To submit.</param>
    /// <param name="Offers">To accept, by the number of clients that compete.</param>
    /// <param name="Waiting">To promote.</param>
    sealed record Size(int Drafts, IReadOnlyDictionary<int, int> Offers, int Waiting);

    static Size Embedded { get; } =
        new(
            160_000,
            new Dictionary<int, int>
            {
                [1] = 4_000,
                [16] = 12_000,
                [64] = 16_000,
            },
            10_000
        );

    static Size OnServer { get; } =
        new(
            40_000,
            new Dictionary<int, int>
            {
                [1] = 600,
                [16] = 2_000,
                [64] = 2_000,
            },
            10_000
        );

    /// <param name="program">The published program.</param>
    /// <param name="postgreSql">A connection string of an account that may create databases.</param>
    /// <param name="directory">For the files.</param>
    internal static async Task RunAsync(string program, string postgreSql, string directory)
    {
        await MeasureAsync(program, BenchmarkDatabase.Sqlite(Path.Combine(directory, "sqlite")), Embedded);
        var files = Path.Combine(directory, "postgresql");
        await MeasureAsync(
            program,
            await BenchmarkDatabase.PostgreSqlAsync(postgreSql, "enrollment_admissions", files),
            OnServer
        );
    }

    static async Task MeasureAsync(string program, BenchmarkDatabase database, Size size)
    {
        var data = await AdmissionData.MakeAsync(database, size.Drafts, size.Offers, size.Waiting);
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        await using var server = await ServerProcess.StartAsync(
            program,
            address => ["--urls", address, .. database.Arguments],
            "/healthz/ready",
            core: "0"
        );
        var toSubmit = new ConcurrentQueue<Guid>(data.Drafts);
        HttpRequestMessage Submit() =>
            toSubmit.TryDequeue(out var id)
                ? Post(id, "submit")
                : throw new InvalidOperationException($"The {size.Drafts} prepared drafts are used up: prepare more.");

        await Load.RunAsync(server, 16, warmUp, counted, Submit);
        foreach (var clients in size.Offers.Keys)
            Report(
                $"contended_submit_per_second_{database.Name}_{clients}_clients",
                await Load.RunAsync(server, clients, warmUp, counted, Submit)
            );
        foreach (var (clients, ids) in data.Offers)
            Report(
                $"contended_accept_per_second_{database.Name}_{clients}_clients",
                await AcceptAsync(server, clients, ids)
            );

        var last = await AcceptAsync(server, AdmissionData.LastSeatOffers, data.LastSeat);
        Report($"last_seat_accepts_{database.Name}", last);
        Demand(last.Count(Crowd.Ok) == 1, $"{last.Count(Crowd.Ok)} got the last seat.");
        await PromoteAsync(server, database, data.WaitedFor, size.Waiting, Submit);
        await ProveAsync(database);
    }

    static Task<Crowd> AcceptAsync(ServerProcess server, int clients, IReadOnlyList<Guid> ids)
    {
        var toAccept = new ConcurrentQueue<Guid>(ids);
        return Crowd.AskAsync(server, clients, () => toAccept.TryDequeue(out var id) ? Post(id, "accept") : null);
    }

    /// <summary>Makes room for all who wait while four others go on submitting.</summary>
    static async Task PromoteAsync(
        ServerProcess server,
        BenchmarkDatabase database,
        Guid cohort,
        int waiting,
        Func<HttpRequestMessage> submit
    )
    {
        const int clients = 4;
        var calm = Stopwatch.StartNew();
        var before = await Crowd.AskAsync(server, clients, () => calm.Elapsed < counted ? submit() : null);
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkData.Token);
        var promoted = false;
        var during = Crowd.AskAsync(server, clients, () => Volatile.Read(ref promoted) ? null : submit());
        await RaiseAsync(client, cohort, waiting);
        var raised = Stopwatch.StartNew();
        TimeSpan? first = null;
        while (await WaitingAsync(client, cohort) is var left and > 0)
        {
            Demand(raised.Elapsed < TimeSpan.FromMinutes(5), $"{left} still wait after five minutes.");
            if (left < waiting)
                first ??= raised.Elapsed;
            await Task.Delay(20);
        }

        var all = raised.Elapsed;
        Volatile.Write(ref promoted, true);
        var meanwhile = await during;
        Figure.Print(
            $"promotions_per_second_{database.Name}",
            waiting / (all - first.GetValueOrDefault()).TotalSeconds,
            "promotions/s",
            new
            {
                waiting,
                secondsFromRaise = Math.Round(all.TotalSeconds, 1),
                secondsToFirst = Math.Round(first.GetValueOrDefault().TotalSeconds, 1),
                submitsPerSecondMeanwhile = Math.Round(meanwhile.PerSecond),
                submitsPerSecondBefore = Math.Round(before.PerSecond),
                submitP99Milliseconds = Math.Round(meanwhile.P99, 1),
                submitLongestMilliseconds = Math.Round(meanwhile.Milliseconds[^1], 1),
                submitP99MillisecondsBefore = Math.Round(before.P99, 1),
                refusedMeanwhile = meanwhile.Milliseconds.Count - meanwhile.Count(Crowd.Ok),
            }
        );
    }

    static async Task RaiseAsync(HttpClient client, Guid cohort, int capacity)
    {
        var path = new Uri($"/api/v1/cohorts/{cohort}", UriKind.Relative);
        using var read = await client.GetAsync(path);
        var fields = (await read.Content.ReadFromJsonAsync<CohortFields>())!;
        using var change = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = JsonContent.Create(fields with { Capacity = capacity }),
            Headers = { IfMatch = { EntityTagHeaderValue.Parse(read.Headers.ETag!.ToString()) } },
        };
        using var answer = await client.SendAsync(change);
        Demand(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    static async Task<int> WaitingAsync(HttpClient client, Guid cohort) =>
        (await client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/cohorts/{cohort}", UriKind.Relative)))
            .GetProperty("waiting")
            .GetInt32();

    /// <summary>Counted from the applications themselves, not from the counters that the program goes by.</summary>
    static async Task ProveAsync(BenchmarkDatabase database)
    {
        var over = await database.CountAsync(
            """
            SELECT COUNT(*) FROM Cohorts h
            WHERE h.Capacity < (SELECT COUNT(*) FROM Applications a
                                WHERE a.CohortId = h.Id AND a.State IN ('Accepted', 'Enrolled'))
               OR h.Capacity + h.Overbooking < (SELECT COUNT(*) FROM Applications a
                                                WHERE a.CohortId = h.Id AND a.State IN ('Offered', 'Accepted', 'Enrolled'))
               OR h.PlacesTaken <> (SELECT COUNT(*) FROM Enrollments e WHERE e.CohortId = h.Id)
            """
        );
        var taken = await database.CountAsync("SELECT COUNT(*) FROM Enrollments");
        Figure.Print($"cohorts_over_capacity_{database.Name}", over, "cohorts", new { enrolled = taken });
        Demand(over == 0, $"{over} cohorts hold more than their capacity.");
    }

    static HttpRequestMessage Post(Guid id, string verb) =>
        new(HttpMethod.Post, new Uri($"/api/v1/applications/{id}/{verb}", UriKind.Relative));

    static void Report(string name, Load load) =>
        Figure.Print(
            name,
            load.PerSecond,
            "requests/s",
            new { p99Milliseconds = Math.Round(load.P99, 1), cpuMicroseconds = Math.Round(load.CpuMicroseconds) }
        );

    static void Report(string name, Crowd crowd) =>
        Figure.Print(
            name,
            crowd.PerSecond,
            "answers/s",
            new
            {
                answers = crowd.Answers,
                p99Milliseconds = Math.Round(crowd.P99, 1),
                cpuMicroseconds = Math.Round(crowd.CpuMicroseconds),
            }
        );

    static void Demand(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
