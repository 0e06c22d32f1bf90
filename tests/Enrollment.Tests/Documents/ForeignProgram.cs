using System.Diagnostics;
using System.Text;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

/// <summary>Programs of other people that judge what this one writes. The Debian package of each is named.</summary>
internal static class ForeignProgram
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["pdftotext"] = "poppler-utils",
        ["pdffonts"] = "poppler-utils",
        ["pdfinfo"] = "poppler-utils",
        ["pdftoppm"] = "poppler-utils",
        ["pdfsig"] = "poppler-utils",
        ["pdfdetach"] = "poppler-utils",
        ["openssl"] = "openssl",
        ["softhsm2-util"] = "softhsm2",
        ["zbarimg"] = "zbar-tools",
        ["qpdf"] = "qpdf",
    };

    /// <summary>
    /// Runs a program and returns what it printed. Where it isn't installed the test is skipped by name, but fails on
    /// the machine that decides (environment variable CI).
    /// </summary>
    public static string Run(string program, params string[] arguments)
    {
        if (!IsInstalled(program))
        {
            var reason = $"{program} is not installed (Debian package {Packages[program]}).";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(reason);
            }
            Assert.Skip(reason);
        }
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }

    /// <summary>The text of a PDF as pdftotext extracts it.</summary>
    public static async Task<string> PdfTextAsync(ReadOnlyMemory<byte> pdf)
    {
        var folder = Directory.CreateTempSubdirectory("pdf-");
        try
        {
            var path = Path.Combine(folder.FullName, "document.pdf");
            await File.WriteAllBytesAsync(path, pdf, TestContext.Current.CancellationToken);
            return Run("pdftotext", "-enc", "UTF-8", path, "-");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
