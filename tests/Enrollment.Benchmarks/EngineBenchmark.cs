using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Enrollment.Benchmarks;

/// <summary>
/// Four use cases over HTTP on each engine, each beside a hand-written server on the same stack and durability: submit
/// (one durable command), accept, enter a mark, verify. Short rounds take turns; medians are reported. The servers run on
/// one core, the load on the others.
/// </summary>
static class EngineBenchmark
{
    const int Rounds = 3;
    static readonly TimeSpan warmUp = TimeSpan.FromSeconds(1);
    static readonly TimeSpan counted = TimeSpan.FromSeconds(3);
    static readonly int[] clientCounts = [1, 16, 64];
    static readonly string[] useCases = ["submit", "accept", "mark", "verify"];

    /// <param name="program">The published program.</param>
    /// <param name="postgreSql">A connection string of an account that may create databases.</param>
    /// <param name="directory">For the files.</param>
    internal static async Task RunAsync(string program, string postgreSql, string directory)
    {
        await SqliteAsync(program, directory);
        await PostgreSqlAsync(program, postgreSql, directory);
    }

    static async Task SqliteAsync(string program, string directory)
    {
        var ours = Path.Combine(directory, "ours");
        var rivals = Path.Combine(directory, "hand-written");
        var database = BenchmarkDatabase.Sqlite(ours);
        var data = await EngineData.MakeAsync(database, 600_000);
        SqliteConnection.ClearAllPools();
        Directory.CreateDirectory(rivals);
        foreach (var file in Directory.GetFiles(ours, "enrollment.db*"))
            File.Copy(file, Path.Combine(rivals, Path.GetFileName(file)));
        await CompareAsync(database, data, program, ["hand-written-sqlite", Path.Combine(rivals, "enrollment.db")]);
    }

    static async Task PostgreSqlAsync(string program, string postgreSql, string directory)
    {
        var database = await BenchmarkDatabase.PostgreSqlAsync(
            postgreSql,
            "enrollment_bench",
            Path.Combine(directory, "postgresql")
        );
        var data = await EngineData.MakeAsync(database, 100_000);
        NpgsqlConnection.ClearAllPools();
        await BenchmarkDatabase.ExecuteAsync(
            postgreSql,
            "CREATE DATABASE enrollment_bench_rival TEMPLATE enrollment_bench"
        );
        await BenchmarkDatabase.ExecuteAsync(postgreSql, "CHECKPOINT");
        await CompareAsync(
            database,
            data,
            program,
            ["hand-written-postgresql", BenchmarkDatabase.On(postgreSql, "enrollment_bench_rival")]
        );
    }

    static async Task CompareAsync(
        BenchmarkDatabase database,
        EngineData data,
        string program,
        IEnumerable<string> rivalArguments
    )
    {
        await using var server = await ServerProcess.StartAsync(
            program,
            address => ["--urls", address, .. database.Arguments],
            "/healthz/ready",
            core: "0"
        );
        await using var rival = await ServerProcess.StartAsync(
            Environment.ProcessPath!,
            address => [.. rivalArguments, address],
            "/healthz/ready",
            core: "0"
        );
        var pipeline = Requests(data);
        var handWritten = Requests(data);
        foreach (var useCase in useCases)
        {
            await Load.RunAsync(server, 16, warmUp, counted, pipeline[useCase]);
            await Load.RunAsync(rival, 16, warmUp, counted, handWritten[useCase]);
        }

        foreach (var clients in clientCounts)
        {
            foreach (var useCase in useCases)
            {
                var (ours, theirs) = (new List<Load>(), new List<Load>());
                for (var round = 0; round < Rounds; round++)
                {
                    ours.Add(await Load.RunAsync(server, clients, warmUp, counted, pipeline[useCase]));
                    theirs.Add(await Load.RunAsync(rival, clients, warmUp, counted, handWritten[useCase]));
                }

                Report($"{useCase}_per_second_{database.Name}_{clients}_clients", ours, theirs);
            }
        }
    }

    /// <summary>How to make the next request of each use case.</summary>
    static Dictionary<string, Func<HttpRequestMessage>> Requests(EngineData data)
    {
        var (drafts, offers, marks) = (data.Numbers(), data.Numbers(), data.Numbers());
        var verified = 0;
        return new Dictionary<string, Func<HttpRequestMessage>>(StringComparer.Ordinal)
        {
            ["submit"] = () => Message(HttpMethod.Post, $"/api/v1/applications/{EngineData.Draft(drafts())}/submit"),
            ["accept"] = () => Message(HttpMethod.Post, $"/api/v1/applications/{EngineData.Offer(offers())}/accept"),
            ["mark"] = () =>
            {
                var (enrollment, component) = data.Mark(marks());
                var message = Message(HttpMethod.Put, $"/api/v1/enrollments/{enrollment}/marks/{component}");
                message.Content = JsonContent.Create(
                    new
                    {
                        state = "marked",
                        value = 72.5,
                        version = 0,
                    }
                );
                return message;
            },
            ["verify"] = () =>
                Message(
                    HttpMethod.Get,
                    $"/verify/{data.Codes[Interlocked.Increment(ref verified) % data.Codes.Count]}"
                ),
        };

        static HttpRequestMessage Message(HttpMethod method, string path) =>
            new(method, new Uri(path, UriKind.Relative));
    }

    static void Report(string name, List<Load> ours, List<Load> theirs)
    {
        var (pipeline, handWritten) = (Load.Median(ours), Load.Median(theirs));
        Figure.Print(
            name,
            pipeline.PerSecond,
            "requests/s",
            new
            {
                p99Milliseconds = Math.Round(pipeline.P99, 1),
                handWrittenPerSecond = Math.Round(handWritten.PerSecond),
                handWrittenP99Milliseconds = Math.Round(handWritten.P99, 1),
                shareOfHandWritten = Math.Round(pipeline.PerSecond / handWritten.PerSecond, 2),
                timeOverHandWritten = Math.Round(handWritten.PerSecond / pipeline.PerSecond, 2),
                cpuMicroseconds = Math.Round(pipeline.CpuMicroseconds),
                handWrittenCpuMicroseconds = Math.Round(handWritten.CpuMicroseconds),
                cpuOverHandWritten = Math.Round(pipeline.CpuMicroseconds / handWritten.CpuMicroseconds, 2),
            }
        );
    }
}
