using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>
/// Real processes that are killed or start together: this program again, told to run a test of <see cref="CrashChild"/>.
/// </summary>
public sealed class CrashTests : IDisposable
{
    internal const string DatabaseVariable = "ENROLLMENT_TEST_CHILD_DATABASE";
    const int EnoughAcknowledged = 500;

    readonly TestDatabase database = new(migrated: false);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task A_process_killed_under_load_keeps_every_acknowledged_command_whole()
    {
        new Migrator(database.Options).Apply();
        var acknowledged = AcknowledgedIn(database.Options);
        for (var round = 0; round < 3; round++)
        {
            await File.WriteAllTextAsync(acknowledged, "", Token);
            using var child = Start(nameof(CrashChild.Writes_until_it_is_killed));
            while (ReadLines(acknowledged).Count < EnoughAcknowledged)
            {
                child.HasExited.ShouldBeFalse("the child ended by itself");
                await Task.Delay(20, Token);
            }

            child.Kill();
            await child.WaitForExitAsync(Token);

            using var connection = database.Open();
            var written = connection.Query<string>("SELECT Code FROM Courses").ToHashSet(StringComparer.Ordinal);
            ReadLines(acknowledged).Where(id => !written.Contains(id)).ShouldBeEmpty();
            // Each command writes a course and then a version of it, which can't be there without the course.
            connection
                .Query<string>(
                    """
                    SELECT Code FROM Courses c WHERE NOT EXISTS (SELECT 1 FROM CourseVersions v WHERE v.CourseId = c.Id)
                    """
                )
                .ShouldBeEmpty();
            if (TestDatabase.Engine == DatabaseEngine.Sqlite)
                connection.ExecuteScalar<string>("PRAGMA integrity_check").ShouldBe("ok");
        }
    }

    [Fact]
    public async Task Processes_that_start_at_once_migrate_once()
    {
        var children = Enumerable.Range(0, 3).Select(_ => Start(nameof(CrashChild.Migrates))).ToList();
        foreach (var child in children)
        {
            await child.WaitForExitAsync(Token);
            child.ExitCode.ShouldBe(0);
            child.Dispose();
        }

        using var connection = database.Open();
        connection
            .Query<string>("SELECT name FROM changelog WHERE type = 0 GROUP BY name HAVING COUNT(*) > 1")
            .ShouldBeEmpty();
        new Migrator(database.Options).Apply().ShouldBeEmpty();
    }

    Process Start(string method)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory,
            OperatingSystem.IsWindows() ? "Enrollment.Tests.exe" : "Enrollment.Tests"
        );
        var start = new ProcessStartInfo(
            program,
            ["-explicit", "only", "-method", $"{typeof(CrashChild).FullName}.{method}"]
        )
        {
            RedirectStandardOutput = true,
            Environment = { [DatabaseVariable] = JsonSerializer.Serialize(database.Options) },
        };
        var child = Process.Start(start)!;
        // Nobody reads it; without this a full pipe would stop the child.
        child.BeginOutputReadLine();
        return child;
    }

    internal static string AcknowledgedIn(StorageOptions options) =>
        Path.Combine(options.DataDirectory, "acknowledged");

    /// <summary>The complete lines: the last one may be cut.</summary>
    static List<string> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n')[..^1]];
    }
}
