using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Enrollment.Benchmarks;

/// <summary>A server in a process of its own, on one core where the system can pin it, on a free loopback port.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    readonly Process process;

    ServerProcess(Process process, Uri address, TimeSpan startup)
    {
        this.process = process;
        Address = address;
        Startup = startup;
        StartupCpu = ProcessorTime();
    }

    internal Uri Address { get; }

    /// <summary>From the start of the process to the first successful answer.</summary>
    internal TimeSpan Startup { get; }

    /// <summary>Processor time until then, which other work on the machine lengthens less than the time that passes.</summary>
    internal TimeSpan StartupCpu { get; }

    internal static async Task<ServerProcess> StartAsync(
        string program,
        Func<string, IEnumerable<string>> arguments,
        string probe,
        string? core
    )
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(core is null ? program : "taskset") { RedirectStandardOutput = true };
        if (core is not null)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(core);
            start.ArgumentList.Add(program);
        }

        foreach (var argument in arguments(address.GetLeftPart(UriPartial.Authority)))
            start.ArgumentList.Add(argument);
        start.Environment["Enrollment__Tokens__0__Token"] = BenchmarkData.Token;
        start.Environment["Enrollment__Tokens__0__Name"] = "benchmark";
        start.Environment["Enrollment__Tokens__0__Role"] = "Admin";
        start.Environment["Enrollment__VerificationsPerMinute"] = "10000000";

        using var client = new HttpClient { BaseAddress = address };
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(probe, UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return new ServerProcess(process, address, clock.Elapsed);
            }
            catch (HttpRequestException) when (clock.Elapsed < TimeSpan.FromSeconds(30) && !process.HasExited)
            {
                // Not listening yet: this is the wait that is being measured.
            }

            await Task.Delay(2);
        }
    }

    internal TimeSpan ProcessorTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Resident memory in MB.</summary>
    internal double ResidentMegabytes() => Megabytes("VmRSS");

    /// <summary>What of it is the process's own: the rest are files that the system shares and takes back at need.</summary>
    internal double PrivateMegabytes() => Megabytes("RssAnon") + Megabytes("RssShmem");

    /// <summary>The most resident memory so far, in MB.</summary>
    internal double PeakMegabytes() => Megabytes("VmHWM");

    double Megabytes(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status")
            .First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
            / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
