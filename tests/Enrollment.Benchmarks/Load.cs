using System.Diagnostics;

namespace Enrollment.Benchmarks;

/// <summary>What some clients, each sending its next request when the last one is answered, got from a server.</summary>
/// <param name="PerSecond">Requests answered per second.</param>
/// <param name="P99">Milliseconds within which 99 of 100 were answered.</param>
/// <param name="CpuMicroseconds">Processor time of the server's process per request.</param>
sealed record Load(double PerSecond, double P99, double CpuMicroseconds)
{
    /// <summary>Of several rounds.</summary>
    internal static Load Median(IReadOnlyCollection<Load> rounds) =>
        new(
            Figure.Median(rounds.Select(r => r.PerSecond)),
            Figure.Median(rounds.Select(r => r.P99)),
            Figure.Median(rounds.Select(r => r.CpuMicroseconds))
        );

    /// <param name="server">The server that is asked.</param>
    /// <param name="clients">How many, with a connection each.</param>
    /// <param name="warmUp">Not counted.</param>
    /// <param name="counted">Counted.</param>
    /// <param name="request">Makes a new request; called from many threads.</param>
    internal static async Task<Load> RunAsync(
        ServerProcess server,
        int clients,
        TimeSpan warmUp,
        TimeSpan counted,
        Func<HttpRequestMessage> request
    )
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = clients };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkData.Token);
        var clock = Stopwatch.StartNew();
        var latencies = new List<double>[clients];
        var cpuBefore = TimeSpan.Zero;
        var working = Enumerable.Range(0, clients).Select(lane => Task.Run(() => WorkAsync(latencies[lane] = [])));
        var all = Task.WhenAll(working);
        await Task.WhenAny(all, Task.Delay(warmUp));
        cpuBefore = server.ProcessorTime();
        await all;
        var sorted = latencies.SelectMany(l => l).Order().ToArray();
        return new Load(
            sorted.Length / counted.TotalSeconds,
            sorted[(int)(sorted.Length * 0.99)],
            (server.ProcessorTime() - cpuBefore).TotalMicroseconds / sorted.Length
        );

        async Task WorkAsync(List<double> mine)
        {
            while (clock.Elapsed is var start && start < warmUp + counted)
            {
                using var message = request();
                using var answer = await client.SendAsync(message);
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException(
                        $"{message.RequestUri} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
                    );
                }

                if (start >= warmUp)
                    mine.Add((clock.Elapsed - start).TotalMilliseconds);
            }
        }
    }
}
