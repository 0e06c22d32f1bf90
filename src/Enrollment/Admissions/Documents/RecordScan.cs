using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Writes down what the scanner said of a content, for all documents that have it. Nothing happens where there is none,
/// or where the scanner was away.
/// </summary>
[Requires(Permission.Apply)]
public sealed record RecordScan(string Hash, ScanVerdict Verdict) : ICommand<Done>;

sealed class RecordScanHandler(Db db, AuditTrail audit, TimeProvider time) : IRequestHandler<RecordScan, Result<Done>>
{
    /// <summary>When a content is looked at again that the scanner declined.</summary>
    static readonly TimeSpan afterDecline = TimeSpan.FromDays(1);

    public async Task<Result<Done>> Handle(RecordScan request, CancellationToken cancellationToken)
    {
        var (outcome, words) = request.Verdict;
        var before = await db.FindAsync<ContentRow>(ContentRow.ByHash, new { request.Hash }, cancellationToken);
        if (before is null || outcome == ScanOutcome.Unavailable)
            return Done.It;

        var now = time.GetUtcNow();
        var state =
            outcome == ScanOutcome.Clean ? ScanState.Clean
            : outcome == ScanOutcome.Infected ? ScanState.Infected
            : before.ScanState;
        await db.ChangeAsync(
            Update,
            new
            {
                before.Id,
                before.Version,
                ScanState = state.ToString(),
                Signature = outcome == ScanOutcome.Infected ? words : null,
                ScannedAt = outcome == ScanOutcome.Declined ? before.ScannedAt : now,
                ScanAt = outcome == ScanOutcome.Declined ? now + afterDecline : now,
            },
            "document",
            cancellationToken
        );
        audit.Record(
            $"document.scanned-{outcome.ToString().ToLowerInvariant()}",
            before.Id,
            new { request.Hash, Words = words.Length == 0 ? null : words }
        );
        return Done.It;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE DocumentContents
        SET ScanState = @ScanState, Signature = @Signature, ScannedAt = @ScannedAt, ScanAt = @ScanAt,
            Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
