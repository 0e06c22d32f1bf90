using System.Diagnostics;
using System.Text.RegularExpressions;
using Enrollment.Accounts;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Documents;

/// <summary>The program's process is killed in the middle of an upload.</summary>
public sealed partial class BrokenUploadTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public async Task What_a_killed_process_left_is_swept_after_the_next_start()
    {
        using var database = new TestDatabase();
        var web = new WebSystem { Database = new TestDatabase("", database.Options.DataDirectory) };
        await web.InitializeAsync();
        var (application, student) = (await web.DraftAsync(), web.StudentPersonId);
        await web.DisposeAsync();

        var (first, address) = await StartAsync(database, student);
        using (first)
        {
            using var line = await BadUploadTests.SendHalfAsync(address, Uploads.Path(application));
            await Uploads.EventuallyAsync(() => Left(database).Any(f => f.Length > 100_000), Token);
            first.Kill();
            await first.WaitForExitAsync(Token);
        }

        var left = Left(database).ShouldHaveSingleItem();
        // As if a little time had passed: an upload that is under way elsewhere is left alone.
        left.LastWriteTimeUtc = left.LastWriteTimeUtc.AddMinutes(-5);
        var (second, next) = await StartAsync(database, student);
        using (second)
        {
            await Uploads.EventuallyAsync(() => Left(database).Length == 0, Token);
            using var http = new HttpClient { BaseAddress = next };
            http.DefaultRequestHeaders.Authorization = new("Bearer", WebSystem.Token(Role.Student));
            var list = await http.GetStringAsync(Uploads.Path(application), Token);
            list.ShouldContain("\"items\":[]");
            second.Kill();
            await second.WaitForExitAsync(Token);
        }
    }

    static FileInfo[] Left(TestDatabase database) =>
        Directory.Exists(database.Options.DocumentsPath)
            ? new DirectoryInfo(database.Options.DocumentsPath).GetFiles("*", SearchOption.AllDirectories)
            : [];

    /// <summary>The built program as a process of its own, and where it listens.</summary>
    static async Task<(Process, Uri)> StartAsync(TestDatabase database, Guid student)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "enrollment"),
            [
                "--urls=http://127.0.0.1:0",
                .. database.Arguments,
                $"--Enrollment:Tokens:0:Token={WebSystem.Token(Role.Student)}",
                "--Enrollment:Tokens:0:Name=Student",
                "--Enrollment:Tokens:0:Role=Student",
                $"--Enrollment:Tokens:0:PersonId={student}",
            ]
        )
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
                listening.TrySetResult(new Uri(match.Groups[1].Value));
        };
        process.BeginOutputReadLine();
        return (process, await listening.Task.WaitAsync(TimeSpan.FromMinutes(1), Token));
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
