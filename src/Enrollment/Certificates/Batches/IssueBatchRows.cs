using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Certificates.Batches;

/// <summary>What became of the rows that one process worked on.</summary>
/// <param name="BatchId">Their batch.</param>
/// <param name="Rows">Those that came to an end; what isn't named waits for another turn.</param>
/// <param name="Milliseconds">How long they took.</param>
/// <param name="Problem">What keeps the others waiting; null where nothing does.</param>
public sealed record FinishedRows(Guid BatchId, IReadOnlyList<FinishedRow> Rows, int Milliseconds, string? Problem);

/// <summary>A row of a batch that has its certificate or its reason.</summary>
public sealed record FinishedRow(int Position, Guid EnrollmentId, Guid? CertificateId, FieldProblem? Problem);

/// <summary>Notes what became of rows, inside the command that issues their certificates.</summary>
static class IssueBatchRows
{
    /// <summary>How long a batch waits for what holds it up, such as a full disk or a machine that doesn't answer.</summary>
    static readonly TimeSpan patience = TimeSpan.FromMinutes(1);

    internal static async Task NoteAsync(Db db, FinishedRows finished, DateTimeOffset now, CancellationToken token)
    {
        int issued = 0,
            refused = 0;
        foreach (var row in finished.Rows)
        {
            var end = await EndAsync(db, finished.BatchId, row, token);
            if (await db.ExecuteAsync(Note, end, token) == 0)
                continue;
            if (end.State == nameof(IssueRowState.Issued))
                issued++;
            else
                refused++;
        }

        var counts = new
        {
            Id = finished.BatchId,
            Issued = issued,
            Refused = refused,
            finished.Milliseconds,
            finished.Problem,
            LeasedUntil = finished.Problem is null ? (DateTimeOffset?)null : now + patience,
            Now = now,
        };
        await db.ExecuteAsync(Count, counts, token);
        await db.ExecuteAsync(End, counts, token);
    }

    /// <summary>
    /// A certificate that came from elsewhere while the batch ran is the row's certificate, too; one that was voided
    /// meanwhile isn't.
    /// </summary>
    static async Task<RowEnd> EndAsync(Db db, Guid batchId, FinishedRow row, CancellationToken token)
    {
        var problem = row.Problem;
        Guid? certificate = null;
        if (problem is null || problem.Code == CertificateErrors.IssuedAlreadyCode)
        {
            certificate = await db.FindAsync<Guid?>(Issued, new { row.EnrollmentId }, token);
            problem = certificate is null ? problem ?? CertificateErrors.VoidedMeanwhile : null;
        }

        return new()
        {
            BatchId = batchId,
            Position = row.Position,
            State = (problem is null ? IssueRowState.Issued : IssueRowState.Refused).ToString(),
            CertificateId = certificate ?? row.CertificateId,
            ProblemField = problem?.Field,
            ProblemCode = problem?.Code,
            Problem = problem?.Message,
        };
    }

    sealed record RowEnd
    {
        public required Guid BatchId { get; init; }
        public required int Position { get; init; }
        public required string State { get; init; }
        public Guid? CertificateId { get; init; }
        public string? ProblemField { get; init; }
        public string? ProblemCode { get; init; }
        public string? Problem { get; init; }
    }

    internal static readonly Sql Issued = new(
        """
        SELECT Id FROM Certificates
        WHERE EnrollmentId = @EnrollmentId AND ReplacesId IS NULL AND State <> 'Prepared' AND State <> 'Void'
        """
    );

    /// <summary>Of a batch that was cancelled while the row was in hand, too: it is issued all the same.</summary>
    internal static readonly Sql Note = new(
        """
        UPDATE IssueBatchRows
        SET State = @State, CertificateId = @CertificateId, ProblemField = @ProblemField, ProblemCode = @ProblemCode,
            Problem = @Problem
        WHERE BatchId = @BatchId AND Position = @Position AND (State = 'Waiting' OR State = 'Cancelled')
        """
    );

    internal static readonly Sql Count = new(
        """
        UPDATE IssueBatches
        SET Issued = Issued + @Issued, Refused = Refused + @Refused, Problem = @Problem, LeasedUntil = @LeasedUntil,
            WorkedMilliseconds = WorkedMilliseconds + @Milliseconds, Version = Version + 1
        WHERE Id = @Id
        """
    );

    internal static readonly Sql End = new(
        """
        UPDATE IssueBatches
        SET State = 'Done', EndedAt = @Now
        WHERE Id = @Id AND EndedAt IS NULL AND Issued + Refused = Total
        """
    );
}
