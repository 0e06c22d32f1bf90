using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Testing;

/// <summary>The built program, called as a person would and ended by itself.</summary>
sealed record ProgramCall(int Code, string Output, string Error)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal static async Task<ProgramCall> RunAsync(params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "enrollment"), words)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var end = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return new ProgramCall(process.ExitCode, await output, error);
    }

    /// <summary>It didn't start and said so in one line, which holds these words.</summary>
    internal void ShouldRefuse(params IEnumerable<string> words)
    {
        Code.ShouldBe(1, Error);
        Error.Trim().Split('\n').ShouldHaveSingleItem();
        Error.ShouldNotContain("   at ");
        Error.ShouldNotContain("Exception:");
        foreach (var word in words)
            Error.ShouldContain(word);
        Output.ShouldBeEmpty();
    }
}
