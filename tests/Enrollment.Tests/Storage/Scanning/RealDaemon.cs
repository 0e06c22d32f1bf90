using System.Diagnostics;
using System.Text;
using Enrollment.Storage.Scanning;
using Xunit;

namespace Enrollment.Tests.Storage.Scanning;

/// <summary>
/// ClamAV's daemon itself, on a socket in a temporary directory, with a database of one signature: the EICAR test file.
/// A test that wants it is skipped where it isn't installed.
/// </summary>
sealed class RealDaemon : IDisposable
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(60);
    static readonly string[] places = ["/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd"];

    readonly TemporaryDirectory directory = new();
    readonly Process process;

    RealDaemon(string program, string settings)
    {
        // EICAR's text in hexadecimal digits, wherever it starts.
        var signature = Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Eicar));
        Directory.CreateDirectory(directory.File("signatures"));
        File.WriteAllText(directory.File("signatures/test.ndb"), $"Eicar-Test-Signature:0:*:{signature}\n");
        File.WriteAllText(
            directory.File("clamd.conf"),
            $"""
            LocalSocket {Socket}
            DatabaseDirectory {directory.File("signatures")}
            Foreground yes
            {settings}

            """
        );
        var start = new ProcessStartInfo(program, ["--config-file", directory.File("clamd.conf")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Said.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => Said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What every scanner finds and nothing else is (eicar.org); put together here so that none finds this file.</summary>
    internal static string Eicar { get; } =
        @"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    internal ClamAvAddress Address => ClamAvAddress.Parse(Setting)!;

    internal string Setting => $"unix:{Socket}";

    string Socket => directory.File("clamd.socket");

    StringBuilder Said { get; } = new();

    internal static async Task<RealDaemon> StartAsync(string settings = "")
    {
        var program = places.FirstOrDefault(File.Exists);
        if (program is null)
            Assert.Skip("ClamAV's daemon (clamd) isn't installed.");

        var daemon = new RealDaemon(program, settings);
        var watch = Stopwatch.StartNew();
        while (!File.Exists(daemon.Socket))
        {
            if (daemon.process.HasExited || watch.Elapsed > patience)
            {
                daemon.Dispose();
                throw new InvalidOperationException($"clamd doesn't start: {daemon.Said}");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return daemon;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        directory.Dispose();
    }
}
