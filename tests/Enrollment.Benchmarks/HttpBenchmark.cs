using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Enrollment.Web.Hosting;

namespace Enrollment.Benchmarks;

/// <summary>
/// Applications (draft and submit, durable) and verifications over HTTP, beside a hand-written server on the same stack
/// (Kestrel, SQLite with synchronous=FULL and group commit, the same rows) in the same run. Server on one core, load on
/// the other.
/// </summary>
static class HttpBenchmark
{
    static readonly TimeSpan warmUp = TimeSpan.FromSeconds(4);
    static readonly TimeSpan counted = TimeSpan.FromSeconds(6);

    internal static async Task RunAsync(string program, string directory)
    {
        var ours = Path.Combine(directory, "ours");
        var theirs = Path.Combine(directory, "hand-written");
        var codes = new List<string>();
        IReadOnlyList<Guid> people;
        Guid cohort;
        await using (var provider = EnrollmentHost.ForCommand(new Settings { DataDirectory = ours }))
        {
            var certified = new BenchmarkData(provider);
            var center = await certified.CreateCohortAsync("CERTIFIED", 500);
            await certified.CreatePeopleAsync(500);
            foreach (var row in await certified.IssueAsync(await certified.PassAsync(center)))
            {
                var query = new Certificates.GetCertificate(row.CertificateId!.Value);
                codes.Add((await certified.SendAsync(query)).VerificationCode);
            }

            var data = new BenchmarkData(provider);
            await data.CreateCohortAsync("OPEN", 100_000);
            await data.CreatePeopleAsync(400_000);
            people = data.People;
            cohort = data.CohortId;
        }

        Directory.CreateDirectory(theirs);
        foreach (var file in Directory.GetFiles(ours, "enrollment.db*"))
            File.Copy(file, Path.Combine(theirs, Path.GetFileName(file)));

        await using var server = await ServerProcess.StartAsync(
            program,
            address => ["--urls", address, $"--Enrollment:DataDirectory={ours}"],
            "/healthz/ready",
            core: "0"
        );
        await using var rival = await ServerProcess.StartAsync(
            Environment.ProcessPath!,
            address => ["hand-written", theirs, address],
            "/healthz/ready",
            core: "0"
        );
        foreach (var clients in new[] { 1, 16, 64 })
        {
            var pipeline = await LoadAsync(clients, Applying(server, people, cohort, rounds: 0));
            var handWritten = await LoadAsync(clients, Applying(rival, people, cohort, rounds: 0));
            Report("applications", clients, pipeline, handWritten);
            pipeline = await LoadAsync(clients, Verifying(server, codes));
            handWritten = await LoadAsync(clients, Verifying(rival, codes));
            Report("verifications", clients, pipeline, handWritten);
        }
    }

    /// <summary>One draft and its submission; each person applies once.</summary>
    static Func<HttpClient, int, Task> Applying(
        ServerProcess server,
        IReadOnlyList<Guid> people,
        Guid cohort,
        int rounds
    )
    {
        var offset = next.AddOrUpdate(server, rounds, (_, used) => used);
        var counter = offset - 1;
        return async (client, _) =>
        {
            var person = people[Interlocked.Increment(ref counter)];
            next[server] = counter + 1;
            using var created = await client.PostAsJsonAsync(
                new Uri(server.Address, "/api/v1/applications"),
                new { personId = person, cohortId = cohort }
            );
            Expect(created, HttpStatusCode.Created);
            using var body = JsonDocument.Parse(await created.Content.ReadAsByteArrayAsync());
            var id = body.RootElement.GetProperty("id").GetString();
            using var submitted = await client.PostAsync(
                new Uri(server.Address, $"/api/v1/applications/{id}/submit"),
                null
            );
            Expect(submitted, HttpStatusCode.OK);
        };
    }

    static readonly System.Collections.Concurrent.ConcurrentDictionary<ServerProcess, int> next = new();

    static Func<HttpClient, int, Task> Verifying(ServerProcess server, List<string> codes) =>
        async (client, n) =>
        {
            using var answer = await client.GetAsync(new Uri(server.Address, $"/verify/{codes[n % codes.Count]}"));
            Expect(answer, HttpStatusCode.OK);
        };

    static void Expect(HttpResponseMessage answer, HttpStatusCode status)
    {
        if (answer.StatusCode != status)
            throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri} answered {answer.StatusCode}.");
    }

    static async Task<(double PerSecond, double P99)> LoadAsync(int clients, Func<HttpClient, int, Task> work)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = clients };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkData.Token);
        var clock = Stopwatch.StartNew();
        var latencies = new List<double>[clients];
        await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(lane =>
                    Task.Run(async () =>
                    {
                        var mine = latencies[lane] = [];
                        for (var n = lane; clock.Elapsed < warmUp + counted; n += clients)
                        {
                            var start = clock.Elapsed;
                            await work(client, n);
                            if (start >= warmUp)
                                mine.Add((clock.Elapsed - start).TotalMilliseconds);
                        }
                    })
                )
        );
        var all = latencies.SelectMany(l => l).Order().ToArray();
        return (all.Length / counted.TotalSeconds, all[(int)(all.Length * 0.99)]);
    }

    static void Report(
        string what,
        int clients,
        (double PerSecond, double P99) pipeline,
        (double PerSecond, double P99) handWritten
    ) =>
        Figure.Print(
            $"{what}_per_second_{clients}_clients",
            pipeline.PerSecond,
            $"{what}/s",
            new
            {
                p99Milliseconds = Math.Round(pipeline.P99, 1),
                handWrittenPerSecond = Math.Round(handWritten.PerSecond),
                ratioToHandWritten = Math.Round(pipeline.PerSecond / handWritten.PerSecond, 2),
            }
        );
}
