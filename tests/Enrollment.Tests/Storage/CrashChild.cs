using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using Enrollment.Data;
using Enrollment.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>What a child does with the database of the test that started it; explicit tests never run by themselves.</summary>
public sealed class CrashChild
{
    const int Writers = 32;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public void Migrates() => new Migrator(ChildDatabase()).Apply();

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        var options = ChildDatabase();
        await using var services = new ServiceCollection().AddEnrollmentStorage(options).BuildServiceProvider();
        var unitOfWork = services.GetRequiredService<IUnitOfWork>();
        // Unbuffered: what is written has left this process.
        await using var log = new FileStream(
            CrashTests.AcknowledgedIn(options),
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
                var code = id.ToString();
                await unitOfWork.RunAsync(
                    async (connection, transaction) =>
                    {
                        var row = new
                        {
                            id,
                            code,
                            at = DateTimeOffset.UnixEpoch,
                        };
                        await connection.ExecuteAsync(
                            "INSERT INTO Courses (Id, Code, CreatedAt) VALUES (@id, @code, @at)",
                            row,
                            transaction
                        );
                        return await connection.ExecuteAsync(
                            """
                            INSERT INTO CourseVersions (Id, CourseId, Number, Title, Hours, CreatedAt)
                            VALUES (@id, @id, 1, @code, 1, @at)
                            """,
                            row,
                            transaction
                        );
                    },
                    _ => true,
                    Token
                );
                lock (gate)
                    log.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{code}\n")));
            }
        }
    }

    internal static StorageOptions ChildDatabase() =>
        JsonSerializer.Deserialize<StorageOptions>(
            Environment.GetEnvironmentVariable(CrashTests.DatabaseVariable)
                ?? throw new InvalidOperationException("Only another test starts this one.")
        )!;
}
