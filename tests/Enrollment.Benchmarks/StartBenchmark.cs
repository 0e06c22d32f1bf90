using Enrollment.Web.Hosting;

namespace Enrollment.Benchmarks;

/// <summary>Start to first answer and memory when idle, of the published program.</summary>
static class StartBenchmark
{
    internal static async Task RunAsync(string program, string directory)
    {
        // The first start creates the database; what counts is the start of an installation that is there.
        await (EnrollmentHost.ForCommand(new Settings { DataDirectory = directory })).DisposeAsync();

        var starts = new List<double>();
        var cpu = new List<double>();
        var memory = new List<double>();
        var own = new List<double>();
        for (var round = 0; round < 7; round++)
        {
            await using var server = await ServerProcess.StartAsync(
                program,
                address => ["--urls", address, $"--Enrollment:DataDirectory={directory}"],
                "/",
                core: null
            );
            starts.Add(server.Startup.TotalMilliseconds);
            cpu.Add(server.StartupCpu.TotalMilliseconds);
            // The jobs begin a second after the start.
            await Task.Delay(TimeSpan.FromSeconds(4));
            own.Add(server.PrivateMegabytes());
            memory.Add(server.ResidentMegabytes());
        }

        Figure.Print(
            "start_to_first_page",
            Figure.Median(starts),
            "ms",
            new
            {
                min = starts.Min(),
                max = starts.Max(),
                cpuMilliseconds = Figure.Median(cpu),
            }
        );
        Figure.Print(
            "idle_memory",
            Figure.Median(memory),
            "MB",
            new { max = memory.Max(), ownMegabytes = Math.Round(Figure.Median(own)) }
        );
    }
}
