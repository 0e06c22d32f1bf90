using System.Diagnostics;
using Enrollment.Certificates;
using Enrollment.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Benchmarks;

/// <summary>Certificates drawn per CPU-second in several scripts and beside other libraries, made, and issued end to end.</summary>
static class CertificateBenchmark
{
    internal static async Task RunAsync(string directory)
    {
        await using var provider = EnrollmentHost.ForCommand(new Settings { DataDirectory = directory });
        var renderer = provider.GetRequiredService<ICertificateRenderer>();
        MakingBenchmark.First(provider);
        Render(renderer);
        PeerBenchmark.Run(renderer, MakingBenchmark.Snapshot(renderer, "Latn", "Nurgul Abdrakhmanova"));
        await MakingBenchmark.RunAsync(provider);

        await IssuingBenchmark.RunAsync(provider, 5_000);
    }

    static void Render(ICertificateRenderer renderer)
    {
        foreach (
            var (script, name) in new[]
            {
                ("Latn", "Nurgul Abdrakhmanova"),
                ("Cyrl", "Әбдірахманова Нұргүл Қайратқызы"),
                ("Hans", "王小明"),
                ("Arab", "فاطمة الزهراء بنت محمد"),
            }
        )
        {
            long bytes = 0;
            var count = 0;
            using var self = Process.GetCurrentProcess();
            var rates = new List<double>();
            for (var round = 0; round < 4; round++)
            {
                self.Refresh();
                var before = self.TotalProcessorTime;
                var clock = Stopwatch.StartNew();
                var drawn = 0;
                for (; clock.Elapsed < TimeSpan.FromSeconds(2); drawn++)
                    bytes += renderer
                        .Render(MakingBenchmark.Snapshot(renderer, script, $"{name} {count++ % 97}"))
                        .Length;
                self.Refresh();
                if (round > 0)
                    rates.Add(drawn / (self.TotalProcessorTime - before).TotalSeconds);
            }

            Figure.Print(
                $"certificates_rendered_per_cpu_second_{script.ToLowerInvariant()}",
                Figure.Median(rates),
                "certificates/CPU-s",
                new { bytesPerPdf = bytes / count }
            );
        }
    }
}
