using System.Diagnostics;

namespace Enrollment.Benchmarks;

/// <summary>Certificates issued end to end, durably: gate, number, credential, PDF on disk, register, letter.</summary>
static class IssuingBenchmark
{
    const int Warm = 500;
    const int Chunk = 5_000;

    internal static async Task RunAsync(IServiceProvider provider, int counted)
    {
        var data = new BenchmarkData(provider);
        var center = await data.CreateCohortAsync("ISSUE", Warm + counted);
        await data.CreatePeopleAsync(Warm + counted);
        var enrollments = await data.PassAsync(center);
        await IssueAsync(data, [.. enrollments.Take(Warm)]);

        using var self = Process.GetCurrentProcess();
        var memory = new List<double>();
        var clock = Stopwatch.StartNew();
        foreach (var chunk in enrollments.Skip(Warm).Chunk(Chunk))
        {
            await IssueAsync(data, chunk);
            self.Refresh();
            memory.Add(self.WorkingSet64 / 1048576.0);
        }

        Figure.Print(
            "certificates_issued_per_second",
            counted / clock.Elapsed.TotalSeconds,
            "certificates/s",
            new { cores = Environment.ProcessorCount, counted }
        );
        self.Refresh();
        Figure.Print(
            "issuing_memory",
            memory[^1],
            "MB",
            new
            {
                after = memory.Select(at => Math.Round(at)),
                every = Chunk,
                peak = Math.Round(self.PeakWorkingSet64 / 1048576.0),
            }
        );
    }

    static async Task IssueAsync(BenchmarkData data, IReadOnlyList<Guid> enrollments)
    {
        var rows = await data.IssueAsync(enrollments);
        if (rows.FirstOrDefault(row => row.Problem is not null) is { Problem: { } problem })
            throw new InvalidOperationException($"A row was refused: {problem}");
    }
}
