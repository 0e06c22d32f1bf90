using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Enrollment.Benchmarks;

/// <summary>What clients heard whose requests may be refused, until there was nothing more to ask.</summary>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Milliseconds">From each request to its answer, in ascending order.</param>
/// <param name="Answers">How many answers there were of each kind: <c>ok</c>, or the code of the refusal.</param>
/// <param name="Cpu">Processor time of the server's process.</param>
sealed record Crowd(
    TimeSpan Elapsed,
    IReadOnlyList<double> Milliseconds,
    IReadOnlyDictionary<string, int> Answers,
    TimeSpan Cpu
)
{
    internal const string Ok = "ok";

    internal double PerSecond => Milliseconds.Count / Elapsed.TotalSeconds;

    internal double P99 => Milliseconds[(int)(Milliseconds.Count * 0.99)];

    internal double CpuMicroseconds => Cpu.TotalMicroseconds / Milliseconds.Count;

    internal int Count(string answer) => Answers.GetValueOrDefault(answer);

    /// <summary>All connections stand before the first request is sent.</summary>
    /// <param name="server">The server that is asked.</param>
    /// <param name="clients">How many, with a connection each, each sending its next request when the last is answered.</param>
    /// <param name="next">Makes a request, or null when there is nothing more to ask; called from many threads.</param>
    internal static async Task<Crowd> AskAsync(ServerProcess server, int clients, Func<HttpRequestMessage?> next)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = clients };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkData.Token);
        using var ready = new CountdownEvent(clients);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var working = Enumerable.Range(0, clients).Select(_ => Task.Run(WorkAsync)).ToList();
        await Task.WhenAny(Task.Run(ready.Wait), Task.WhenAny(working));
        var cpu = server.ProcessorTime();
        var clock = Stopwatch.StartNew();
        start.SetResult();
        var heard = (await Task.WhenAll(working)).SelectMany(of => of).ToList();
        clock.Stop();
        return new Crowd(
            clock.Elapsed,
            [.. heard.Select(answer => answer.Milliseconds).Order()],
            heard.CountBy(answer => answer.Kind, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            server.ProcessorTime() - cpu
        );

        async Task<List<(string Kind, double Milliseconds)>> WorkAsync()
        {
            (await client.GetAsync(new Uri("/healthz/live", UriKind.Relative))).EnsureSuccessStatusCode();
            ready.Signal();
            await start.Task;
            var mine = new List<(string, double)>();
            while (next() is { } message)
            {
                using (message)
                {
                    var began = Stopwatch.GetTimestamp();
                    using var answer = await client.SendAsync(message);
                    var kind = answer.IsSuccessStatusCode ? Ok : await CodeAsync(answer);
                    mine.Add((kind, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
                }
            }

            return mine;
        }
    }

    static async Task<string> CodeAsync(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return problem.GetProperty("code").GetString()!;
    }
}
