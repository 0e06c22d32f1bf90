using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Enrollment.Certificates;
using Enrollment.Certificates.Batches;
using Enrollment.Storage;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>
/// A process that issues a batch is killed (SIGKILL) at random moments. Each start of one costs a second, so that a usual
/// run has few of them; ENROLLMENT_TEST_KILLS sets another number.
/// </summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class IssueCrashTests : IDisposable
{
    internal const string MinutesVariable = "ENROLLMENT_TEST_CHILD_MINUTES";
    const int UsualKills = 12;
    const int Trainees = 300;

    readonly TestDatabase database = new();
    int minutes;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static int Kills =>
        Environment.GetEnvironmentVariable("ENROLLMENT_TEST_KILLS") is { } set
            ? int.Parse(set, CultureInfo.InvariantCulture)
            : UsualKills;

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task A_process_killed_while_it_issues_loses_doubles_and_skips_nothing()
    {
        var random = new Random(7);
        var killed = 0;
        while (killed < Kills)
        {
            var batch = await BeginAsync();
            while (await StateAsync(batch) != nameof(IssueBatchState.Done))
            {
                // Once in a while nobody kills it, so that batches come to their end.
                var wait = killed < Kills ? TimeSpan.FromMilliseconds(random.Next(0, 150)) : Timeout.InfiniteTimeSpan;
                if (await RunAsync(wait))
                    killed++;
                await CheckAsync();
            }
        }

        await SweepAsync();
    }

    /// <summary>A batch of a new cohort.</summary>
    async Task<Guid> BeginAsync()
    {
        await using var system = new TestSystem(database: new TestDatabase(database.Options));
        var (cohort, _) = await BatchTests.PassedAsync(system, Trainees);
        return (await system.DoAsync(new CreateIssueBatch(cohort))).Id;
    }

    async Task<string> StateAsync(Guid batch)
    {
        await using var connection = database.Open();
        return connection.ExecuteScalar<string>("SELECT State FROM IssueBatches WHERE Id = @batch", new { batch })!;
    }

    /// <summary>Starts a process that issues, and kills it that long after it has begun. Whether it was killed.</summary>
    async Task<bool> RunAsync(TimeSpan wait)
    {
        var begun = CrashTests.AcknowledgedIn(database.Options);
        File.Delete(begun);
        // Each is later than the lease of the one before.
        minutes += 3;
        using var child = Start();
        while (!File.Exists(begun) && !child.HasExited)
            await Task.Delay(1, Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(wait);
        try
        {
            await child.WaitForExitAsync(patience.Token);
            child.ExitCode.ShouldBe(0);
            return false;
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            child.Kill();
            await child.WaitForExitAsync(Token);
            return true;
        }
    }

    Process Start()
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Enrollment.Tests"),
            ["-explicit", "only", "-method", $"{typeof(IssueCrashChild).FullName}.Issues_until_it_is_killed"]
        )
        {
            RedirectStandardOutput = true,
            Environment =
            {
                [CrashTests.DatabaseVariable] = JsonSerializer.Serialize(database.Options),
                [MinutesVariable] = minutes.ToString(CultureInfo.InvariantCulture),
            },
        };
        var child = Process.Start(start)!;
        child.BeginOutputReadLine();
        return child;
    }

    /// <summary>What holds at any moment: numbers without gaps, and a file with its credential to each that is issued.</summary>
    async Task CheckAsync()
    {
        await using var connection = database.Open();
        var rows = connection.Query<Register.Row>("SELECT * FROM Certificates ORDER BY Id").AsList();
        Register.SerialsAreGapless(rows);
        rows.Select(row => row.EnrollmentId).ShouldBeUnique();
        foreach (var row in rows.Where(row => row.State == "Issued").TakeLast(Trainees))
        {
            var content = await File.ReadAllBytesAsync(PathOf(row.FileHash!), Token);
            Convert.ToHexStringLower(SHA256.HashData(content)).ShouldBe(row.FileHash);
        }

        const string Unfinished = """
            SELECT COUNT(*) FROM Certificates t JOIN CertificateCredentials c ON c.CertificateId = t.Id
            WHERE (t.State = 'Issued') <> (c.Json IS NOT NULL) OR (t.State = 'Issued') <> (c.Token IS NOT NULL)
            """;
        connection.ExecuteScalar<long>(Unfinished).ShouldBe(0);
        const string Unnoted = """
            SELECT COUNT(*) FROM IssueBatchRows r JOIN Certificates t ON t.EnrollmentId = r.EnrollmentId
            WHERE (t.State = 'Issued') <> (r.State = 'Issued')
            """;
        connection.ExecuteScalar<long>(Unnoted).ShouldBe(0);
    }

    /// <summary>When all is over each file has its row: those that a killed process left are swept.</summary>
    async Task SweepAsync()
    {
        foreach (var file in Files())
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - FileSweep.LeastAge - TimeSpan.FromMinutes(1));
        await using var system = new TestSystem(database: new TestDatabase(database.Options));
        await system.AsSystemAsync<FileSweep, Enrollment.Pipeline.Result<int>>(
            (sweep, token) => sweep.SweepAsync(token)
        );

        var hashes = await system.QueryAsync<string>("SELECT FileHash FROM Certificates");
        Files().Order().ShouldBe(hashes.Select(PathOf).Order());
    }

    string[] Files() =>
        Directory.GetFiles(Path.Combine(database.Options.DataDirectory, "files"), "*", SearchOption.AllDirectories);

    string PathOf(string hash) => Path.Combine(database.Options.DataDirectory, "files", hash[..2], hash[2..]);
}

/// <summary>What the process does; explicit tests never run by themselves.</summary>
public sealed class IssueCrashChild
{
    [Fact(Explicit = true)]
    public async Task Issues_until_it_is_killed()
    {
        var options = CrashChild.ChildDatabase();
        await using var system = new TestSystem(database: new TestDatabase(options));
        var minutes = Environment.GetEnvironmentVariable(IssueCrashTests.MinutesVariable)!;
        system.Clock.Advance(TimeSpan.FromMinutes(int.Parse(minutes, CultureInfo.InvariantCulture)));
        await File.WriteAllTextAsync(CrashTests.AcknowledgedIn(options), "", TestContext.Current.CancellationToken);
        await BatchTests.RunToEndAsync(system);
    }
}
