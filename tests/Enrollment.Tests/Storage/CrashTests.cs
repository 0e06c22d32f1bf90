using System.Diagnostics;
using System.Globalization;
using Dapper;
using Enrollment.Data;
using Enrollment.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>
/// Real processes that are killed or start together. The child is this program again, told to run one of the explicit
/// tests, which never run by themselves.
/// </summary>
public sealed class CrashTests : IDisposable
{
    const string DirectoryVariable = "ENROLLMENT_TEST_CHILD_DIRECTORY";
    const int Writers = 32;
    const int EnoughAcknowledged = 500;

    readonly TemporaryDirectory directory = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_process_killed_under_load_keeps_every_acknowledged_command_whole()
    {
        Migrate(directory.FullPath);
        var acknowledged = directory.File("acknowledged");
        for (var round = 0; round < 3; round++)
        {
            await File.WriteAllTextAsync(acknowledged, "", Token);
            using var child = Start(nameof(Child_writes_until_it_is_killed));
            while (ReadLines(acknowledged).Count < EnoughAcknowledged)
            {
                child.HasExited.ShouldBeFalse("the child ended by itself");
                await Task.Delay(20, Token);
            }

            child.Kill();
            await child.WaitForExitAsync(Token);

            using var connection = Open();
            var written = connection.Query<string>("SELECT Code FROM Courses").ToHashSet(StringComparer.Ordinal);
            ReadLines(acknowledged).Where(id => !written.Contains(id)).ShouldBeEmpty();
            // Each command writes a course and a version of it.
            connection
                .ExecuteScalar<long>("SELECT COUNT(*) FROM CourseVersions")
                .ShouldBe(connection.ExecuteScalar<long>("SELECT COUNT(*) FROM Courses"));
            connection.ExecuteScalar<string>("PRAGMA integrity_check").ShouldBe("ok");
        }
    }

    [Fact]
    public async Task Processes_that_start_at_once_migrate_once()
    {
        var children = Enumerable.Range(0, 3).Select(_ => Start(nameof(Child_migrates))).ToList();
        foreach (var child in children)
        {
            await child.WaitForExitAsync(Token);
            child.ExitCode.ShouldBe(0);
            child.Dispose();
        }

        using var connection = Open();
        connection
            .Query<string>("SELECT name FROM changelog WHERE type = 0 GROUP BY name HAVING COUNT(*) > 1")
            .ShouldBeEmpty();
        new Migrator(new StorageOptions { DataDirectory = directory.FullPath }).Apply().ShouldBeEmpty();
    }

    [Fact(Explicit = true)]
    public void Child_migrates() => Migrate(ChildDirectory());

    [Fact(Explicit = true)]
    public async Task Child_writes_until_it_is_killed()
    {
        var data = ChildDirectory();
        await using var services = new ServiceCollection()
            .AddEnrollmentStorage(new StorageOptions { DataDirectory = data })
            .BuildServiceProvider();
        var unitOfWork = services.GetRequiredService<IUnitOfWork>();
        // Unbuffered: what is written has left this process.
        await using var log = new FileStream(
            Path.Combine(data, "acknowledged"),
            FileMode.Append,
            FileAccess.Write,
            FileShare.Read,
            bufferSize: 0
        );
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteForeverAsync, Token)));

        async Task WriteForeverAsync()
        {
            while (true)
            {
                var id = Guid.NewGuid();
                await unitOfWork.RunAsync(
                    (connection, transaction) =>
                        connection.ExecuteAsync(
                            """
                            INSERT INTO Courses (Id, Code, CreatedAt) VALUES (@id, @id, @at);
                            INSERT INTO CourseVersions (Id, CourseId, Number, Title, Hours, CreatedAt)
                            VALUES (@id, @id, 1, 'x', 1, @at);
                            """,
                            new { id, at = DateTimeOffset.UnixEpoch },
                            transaction
                        ),
                    _ => true,
                    Token
                );
                lock (gate)
                    log.Write(
                        System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}\n"))
                    );
            }
        }
    }

    static string ChildDirectory() =>
        Environment.GetEnvironmentVariable(DirectoryVariable)
        ?? throw new InvalidOperationException("Only another test starts this one.");

    static void Migrate(string data) => new Migrator(new StorageOptions { DataDirectory = data }).Apply();

    Process Start(string method)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory,
            OperatingSystem.IsWindows() ? "Enrollment.Tests.exe" : "Enrollment.Tests"
        );
        var start = new ProcessStartInfo(
            program,
            ["-explicit", "only", "-method", $"{typeof(CrashTests).FullName}.{method}"]
        )
        {
            RedirectStandardOutput = true,
            Environment = { [DirectoryVariable] = directory.FullPath },
        };
        var child = Process.Start(start)!;
        // Nobody reads it; without this a full pipe would stop the child.
        child.BeginOutputReadLine();
        return child;
    }

    SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={directory.File("enrollment.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>The complete lines: the last one may be cut.</summary>
    static List<string> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n')[..^1]];
    }
}
