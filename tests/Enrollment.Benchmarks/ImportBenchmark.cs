using System.Diagnostics;

namespace Enrollment.Benchmarks;

/// <summary>The import of a folder of the data set into an empty installation, as a whole process.</summary>
static class ImportBenchmark
{
    internal static async Task RunAsync(string program, string source, string directory)
    {
        var rows = Directory.GetFiles(source, "*.csv").Sum(file => File.ReadLines(file).LongCount() - 1);
        var seconds = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var clock = Stopwatch.StartNew();
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
            foreach (
                var argument in new[]
                {
                    "import",
                    "oulad",
                    source,
                    $"--Enrollment:DataDirectory={Path.Combine(directory, $"import{round}")}",
                }
            )
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"The import ended with {process.ExitCode}.");
            seconds.Add(clock.Elapsed.TotalSeconds);
        }

        Figure.Print("import_rows_per_second", rows / Figure.Median(seconds), "rows/s", new { rows, seconds });
    }
}
