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
    const int Cohorts = 40;
    const int Trainees = 500;
    const int Bulk = 5_000;

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
        await ComputeAsync(whole, "first");
        await ComputeAsync(whole, "again");
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
        foreach (var (cohort, entries) in data.BulkLists(Bulk, most: 8))
        {
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
        using var client = Client(server);
        var path = $"/api/v1/cohorts/{ResultsData.MarkedCohort(0)}/gradebook";
        var times = new List<double>();
        var bytes = 0;
        for (var i = 0; i < 40; i++)
        {
            var clock = Stopwatch.StartNew();
            bytes = (await client.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length;
            if (i >= 20)
                times.Add(clock.Elapsed.TotalMilliseconds);
        }

        Figure.Print("gradebook_500_by_20_milliseconds", Figure.Median(times), "ms", new { kilobytes = bytes / 1_000 });
    }

    static async Task ComputeAsync(ServerProcess server, string when)
    {
        using var client = Client(server);
        var cpu = server.ProcessorTime();
        var clock = Stopwatch.StartNew();
        var computed = 0;
        for (var cohort = 0; cohort < Cohorts; cohort++)
        {
            var path = new Uri($"/api/v1/cohorts/{ResultsData.MarkedCohort(cohort)}/compute", UriKind.Relative);
            using var answer = await client.PostAsync(path, null);
            answer.EnsureSuccessStatusCode();
            computed += Trainees;
        }

        Figure.Print(
            $"results_computed_per_minute_{when}",
            computed / clock.Elapsed.TotalMinutes,
            "results/min",
            new
            {
                components = ResultsData.Components,
                cpuMicroseconds = Math.Round((server.ProcessorTime() - cpu).TotalMicroseconds / computed, 1),
            }
        );
    }

    static HttpClient Client(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkData.Token);
        return client;
    }
}
