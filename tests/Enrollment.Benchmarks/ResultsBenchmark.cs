using System.Diagnostics;
using System.Net.Http.Json;
using Enrollment.Assessments;
using Microsoft.Data.Sqlite;

namespace Enrollment.Benchmarks;

/// <summary>
/// Marks and results over HTTP on SQLite, durably: marks one by one and in bulk, the computing of results, and the
/// gradebook of one cohort. The server runs on one core but for the computing, which may use all.
/// </summary>
static class ResultsBenchmark
{
    const int Cohorts = 60;
    const int Trainees = 500;
    const int Bulk = 5_000;

    // A server compiles its busiest code anew after some requests; what comes before isn't counted.
    const int WarmUpLists = 10;
    const int WarmUpCohorts = 6;

    // As a registrar with many cohorts would ask for them.
    const int AtOnce = 4;

    /// <param name="program">The published program.</param>
    /// <param name="directory">For the files.</param>
    internal static async Task RunAsync(string program, string directory)
    {
        Calculator();
        var database = BenchmarkDatabase.Sqlite(Path.Combine(directory, "results"));
        var data = await ResultsData.MakeAsync(database, Cohorts, Trainees);
        SqliteConnection.ClearAllPools();
        await using (var server = await StartAsync(program, database, "0"))
        {
            await SingleAsync(server, data);
            await BulkAsync(server, data);
            await GradebookAsync(server);
        }

        await using var whole = await StartAsync(program, database, core: null);
        await ComputeAsync(whole, 0, WarmUpCohorts, atOnce: 1);
        var half = (WarmUpCohorts + Cohorts) / 2;
        Print("first_one_by_one", 1, await ComputeAsync(whole, WarmUpCohorts, half, atOnce: 1));
        Print("first", AtOnce, await ComputeAsync(whole, half, Cohorts, AtOnce));
        Print("again", AtOnce, await ComputeAsync(whole, 0, Cohorts, AtOnce));
    }

    static Task<ServerProcess> StartAsync(string program, BenchmarkDatabase database, string? core) =>
        ServerProcess.StartAsync(
            program,
            address => ["--urls", address, .. database.Arguments],
            "/healthz/ready",
            core
        );

    /// <summary>The pure function alone, explanation included.</summary>
    static void Calculator()
    {
        const int Results = 50_000;
        var scheme = ResultsData.Scheme;
        var marks = scheme
            .Groups.SelectMany(g => g.Components)
            .Select((c, place) => new Mark(c.Id, 1, MarkState.Marked, 40 + place))
            .ToList();
        for (var i = 0; i < Results / 10; i++)
            ResultCalculator.Compute(scheme, marks);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < Results; i++)
            ResultCalculator.Compute(scheme, marks);
        var spent = Process.GetCurrentProcess().TotalProcessorTime - before;
        Figure.Print("results_calculated_per_cpu_second", Results / spent.TotalSeconds, "results/s");
    }

    static async Task SingleAsync(ServerProcess server, ResultsData data)
    {
        var next = 0;
        var load = await Load.RunAsync(
            server,
            64,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(4),
            () =>
            {
                var (enrollment, component) = data.Unmarked(Interlocked.Increment(ref next) - 1);
                var content = JsonContent.Create(
                    new
                    {
                        state = "marked",
                        value = 72.5,
                        version = 0,
                    }
                );
                var path = new Uri($"/api/v1/enrollments/{enrollment}/marks/{component}", UriKind.Relative);
                return new HttpRequestMessage(HttpMethod.Put, path) { Content = content };
            }
        );
        Figure.Print(
            "marks_single_per_second_64_clients",
            load.PerSecond,
            "marks/s",
            new { p99Milliseconds = Math.Round(load.P99, 1), cpuMicroseconds = Math.Round(load.CpuMicroseconds) }
        );
    }

    static async Task BulkAsync(ServerProcess server, ResultsData data)
    {
        using var client = Client(server);
        var cpu = server.ProcessorTime();
        var clock = Stopwatch.StartNew();
        var written = 0;
        foreach (var (place, (cohort, entries)) in data.BulkLists(Bulk).Index())
        {
            if (place == WarmUpLists)
                (cpu, clock, written) = (server.ProcessorTime(), Stopwatch.StartNew(), 0);
            using var answer = await client.PutAsJsonAsync($"/api/v1/cohorts/{cohort}/marks", new { marks = entries });
            answer.EnsureSuccessStatusCode();
            written += entries.Count;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        Figure.Print(
            "marks_bulk_per_second",
            written / seconds,
            "marks/s",
            new
            {
                perRequest = Bulk,
                cpuMicroseconds = Math.Round((server.ProcessorTime() - cpu).TotalMicroseconds / written, 1),
            }
        );
    }

    static async Task GradebookAsync(ServerProcess server)
    {
        const int WarmUp = 100;
        const int Counted = 60;
        using var client = Client(server);
        var path = new Uri($"/api/v1/cohorts/{ResultsData.MarkedCohort(0)}/gradebook", UriKind.Relative);
        var bytes = 0;
        for (var i = 0; i < WarmUp; i++)
            bytes = (await client.GetByteArrayAsync(path)).Length;
        var cpu = server.ProcessorTime();
        var times = new List<double>();
        for (var i = 0; i < Counted; i++)
        {
            var clock = Stopwatch.StartNew();
            await client.GetByteArrayAsync(path);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        Figure.Print(
            "gradebook_500_by_20_milliseconds",
            Figure.Median(times),
            "ms",
            new
            {
                kilobytes = bytes / 1_000,
                cpuMilliseconds = Math.Round((server.ProcessorTime() - cpu).TotalMilliseconds / Counted, 1),
            }
        );
    }

    /// <summary>Computes the cohorts from one number to before another, some of them at the same time.</summary>
    static async Task<(double PerMinute, double CpuMicroseconds)> ComputeAsync(
        ServerProcess server,
        int from,
        int to,
        int atOnce
    )
    {
        using var client = Client(server);
        var cpu = server.ProcessorTime();
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(
            from,
            to,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (cohort, token) =>
            {
                var path = new Uri($"/api/v1/cohorts/{ResultsData.MarkedCohort(cohort)}/compute", UriKind.Relative);
                using var answer = await client.PostAsync(path, null, token);
                answer.EnsureSuccessStatusCode();
            }
        );
        var computed = (to - from) * Trainees;
        return (computed / clock.Elapsed.TotalMinutes, (server.ProcessorTime() - cpu).TotalMicroseconds / computed);
    }

    static void Print(string when, int atOnce, (double PerMinute, double CpuMicroseconds) computed) =>
        Figure.Print(
            $"results_computed_per_minute_{when}",
            computed.PerMinute,
            "results/min",
            new
            {
                components = ResultsData.Components,
                cohortsAtOnce = atOnce,
                cpuMicroseconds = Math.Round(computed.CpuMicroseconds, 1),
            }
        );

    static HttpClient Client(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkData.Token);
        return client;
    }
}
