using Enrollment.Certificates;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>
/// A register in which nothing has been replaced yet, counted by the engine: an index full of NULLs looks useless then,
/// and a register of a few hundred looks quick to read whole.
/// </summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class YoungRegisterTests : IDisposable
{
    readonly TestDatabase database = new();

    [Fact]
    public void The_replacement_of_a_certificate_is_found_by_an_index_although_there_is_none()
    {
        new Migrator(database.Options).Apply();
        using var connection = new SqliteConnection(
            $"Data Source={database.Options.DatabasePath};Foreign Keys=False;Pooling=False"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE Counted(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM Counted WHERE N < 300)
            INSERT INTO Certificates
                (Id, AwardId, EnrollmentId, CohortId, SeriesId, SerialNumber, Serial, VerificationCode, State, Snapshot,
                 IssueNumber, Version, CreatedAt)
            SELECT 'id' || N, 'award' || N, 'enrollment' || N, 'cohort', 'series', N, 'serial' || N, 'code' || N,
                   'Issued', '{}', 1, 1, '2026-01-01T00:00:00.0000000Z'
            FROM Counted;
            ANALYZE;
            """;
        command.ExecuteNonQuery();

        var reads = new QueryPlans(connection).Reads(VerifyCertificateHandler.ByCode);

        reads.Where(read => read.Table == "Certificates").ShouldAllBe(read => read.By == ReadBy.Value);
        reads.Count(read => read.Table == "Certificates").ShouldBeGreaterThanOrEqualTo(2);
    }

    public void Dispose() => database.Dispose();
}
