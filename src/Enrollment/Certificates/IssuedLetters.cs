using Dapper;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>
/// Leaves the letters about certificates inside the command that issues them, many to a statement. The PDFs stay in the
/// store until the letters are sent.
/// </summary>
static class IssuedLetters
{
    internal static async Task RecordAsync(
        Db db,
        Ids ids,
        IReadOnlyList<Guid> issued,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var told = new List<TraineeEvent>(issued.Count);
        foreach (var (sql, at, count) in RowBatches.Of(issued.Count, FactsOfMany, FactsOfSome, FactsOfOne))
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < count; i++)
                parameters.Add($"Id{i}", issued[at + i]);
            told.AddRange((await db.QueryAsync<IssuedRow>(sql, parameters, token)).SelectMany(Told));
        }

        await TraineeOutbox.RecordAsync(db, ids, told, now, token);
    }

    static IEnumerable<TraineeEvent> Told(IssuedRow row)
    {
        if (CertificateMessages.OfIssue(row.ReplacesId is not null, row.CertificateDelivery) is { } kind)
            yield return new TraineeEvent(kind, row.EnrollmentId, row.Id, row.Version) { CertificateId = row.Id };
    }

    sealed record IssuedRow
    {
        public Guid Id { get; init; }
        public Guid EnrollmentId { get; init; }
        public Guid? ReplacesId { get; init; }
        public int Version { get; init; }
        public CertificateDelivery CertificateDelivery { get; init; }
    }

    internal static readonly Sql FactsOfMany = Facts(RowBatches.Many);
    internal static readonly Sql FactsOfSome = Facts(RowBatches.Some);
    internal static readonly Sql FactsOfOne = Facts(1);

    static Sql Facts(int rows) =>
        new(
            $"""
            SELECT t.Id, t.EnrollmentId, t.ReplacesId, t.Version, c.CertificateDelivery
            FROM Certificates t
            JOIN Cohorts h ON h.Id = t.CohortId
            JOIN Centers c ON c.Id = h.CenterId
            WHERE t.Id IN ({RowBatches.Values(rows, i => $"@Id{i}")})
            ORDER BY t.Id
            """
        );
}
