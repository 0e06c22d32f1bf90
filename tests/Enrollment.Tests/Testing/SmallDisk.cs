using System.Diagnostics;
using System.Globalization;
using Enrollment.Tests.Storage;
using Xunit;

namespace Enrollment.Tests.Testing;

/// <summary>A disk of a few megabytes, in memory; the test is skipped where this user may not mount one.</summary>
sealed class SmallDisk : IDisposable
{
    readonly TemporaryDirectory directory = new();

    /// <param name="megabytes">How many it holds.</param>
    /// <param name="owner">The user that may write to it beside the superuser; null: everybody.</param>
    internal SmallDisk(int megabytes, string? owner = null)
    {
        if (!Run("mount", "-t", "tmpfs", "-o", Size(megabytes), "tmpfs", directory.FullPath))
        {
            directory.Dispose();
            Assert.Skip("Only the superuser of Linux may mount a small disk.");
        }

        if (owner is not null)
            Run("chown", owner, directory.FullPath);
    }

    internal string FullPath => directory.FullPath;

    internal string File(string name) => directory.File(name);

    internal void MakeReadOnly() => Run("mount", "-o", "remount,ro", FullPath);

    /// <summary>Leaves no room on it until the returned value is disposed.</summary>
    internal IDisposable Fill()
    {
        var filler = new FileStream(
            File("filler"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                Options = FileOptions.DeleteOnClose,
            }
        );
        foreach (var size in (int[])[64 * 1024, 1024])
        {
            try
            {
                while (true)
                    filler.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full, as wanted; then to the last kilobyte.
            }
        }

        return filler;
    }

    static string Size(int megabytes) => string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m");

    static bool Run(string program, params string[] words)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public void Dispose()
    {
        // A server that was stopped may still hold it for a moment.
        for (var attempt = 0; attempt < 50 && !Run("umount", FullPath); attempt++)
            Thread.Sleep(200);
        directory.Dispose();
    }
}
