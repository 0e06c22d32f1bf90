using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Enrollment.Certificates;

namespace Enrollment.Benchmarks;

/// <summary>
/// The same certificate drawn by other people's libraries in turns with ours, each in a process of its own and on one
/// thread. Theirs has less line work, no tags and nothing attached.
/// </summary>
static class PeerBenchmark
{
    const int Rounds = 3;
    const int Seconds = 4;

    static readonly (string Name, string Program, string Script)[] peers =
    [
        // Debian's own interpreter, which has Debian's package.
        ("reportlab", "/usr/bin/python3", "reportlab_certificate.py"),
        ("tcpdf", "php", "tcpdf_certificate.php"),
    ];

    internal static void Run(ICertificateRenderer renderer, CertificateSnapshot snapshot)
    {
        var work = Directory.CreateTempSubdirectory("peers-").FullName;
        try
        {
            foreach (var (name, program, script) in peers)
                Compare(renderer, snapshot, name, program, script, work);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    static void Compare(
        ICertificateRenderer renderer,
        CertificateSnapshot snapshot,
        string name,
        string program,
        string script,
        string work
    )
    {
        var (ours, theirs) = (new List<double>(), new List<Drawn>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(OwnRate(renderer, snapshot));
            if (Ask(program, script, work) is not { } drawn)
            {
                Console.Error.WriteLine($"{name} isn't there or fails: it is left out.");
                return;
            }

            theirs.Add(drawn);
        }

        var rate = Figure.Median(theirs.Select(drawn => drawn.PerCpuSecond));
        Figure.Print(
            $"certificates_rendered_per_cpu_second_{name}",
            rate,
            "certificates/CPU-s",
            new { theirs[0].BytesPerPdf, TimesSlowerThanOurs = Math.Round(Figure.Median(ours) / rate, 1) }
        );
    }

    static double OwnRate(ICertificateRenderer renderer, CertificateSnapshot snapshot)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var drawn = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(Seconds); drawn++)
        {
            renderer.Render(
                snapshot with
                {
                    Names = [new("Latn", FormattableString.Invariant($"Nurgul Abdrakhmanova {drawn % 97}"))],
                }
            );
        }

        self.Refresh();
        return drawn / (self.TotalProcessorTime - before).TotalSeconds;
    }

    sealed record Drawn(double PerCpuSecond, long BytesPerPdf);

    static Drawn? Ask(string program, string script, string work)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "peers", script),
            Path.Combine(AppContext.BaseDirectory, "fonts"),
            FormattableString.Invariant($"{Seconds}"),
            work,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? JsonSerializer.Deserialize<Drawn>(text, JsonSerializerOptions.Web) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
