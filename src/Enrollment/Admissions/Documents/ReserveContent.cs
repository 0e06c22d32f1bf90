using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Announces a content before its file gets its place, so that the clearing of unused contents, which would remove a file
/// of the same hash, leaves it alone for as long as an upload may take.
/// </summary>
/// <param name="ApplicationId">What it is for.</param>
/// <param name="Hash">As the file store knows it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="MediaType">By its content.</param>
/// <param name="Scan">What the scanner said of it just now: clean, scanning (it is away), unscanned (there is none).</param>
[Requires(Permission.Apply)]
public sealed record ReserveContent(Guid ApplicationId, string Hash, long Bytes, string MediaType, ScanState Scan)
    : ICommand<Done>;

sealed class ReserveContentHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<ReserveContent, Result<Done>>
{
    public async Task<Result<Done>> Handle(ReserveContent request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = new
        {
            Id = ids.New(),
            request.Hash,
            ByteSize = request.Bytes,
            request.MediaType,
            Now = now,
            ScanState = request.Scan.ToString(),
            ScannedAt = request.Scan == ScanState.Clean ? now : (DateTimeOffset?)null,
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
        {
            var before = await db.FindAsync<ContentRow>(ContentRow.ByHash, new { request.Hash }, cancellationToken);
            if (before is null)
                throw new LostRaceException("document");
            if (before.IsBeingCleared(now))
                return DocumentErrors.BeingCleared;

            await db.ChangeAsync(
                Renew,
                new
                {
                    before.Id,
                    request.MediaType,
                    Now = now,
                    Lapsed = now - ContentRow.RemovalLease,
                    IsClean = request.Scan == ScanState.Clean ? 1 : 0,
                },
                "document",
                cancellationToken
            );
        }

        audit.Record("document.received", request.ApplicationId, new { request.Hash, request.Bytes });
        return Done.It;
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO DocumentContents
            (Id, Hash, ByteSize, MediaType, Uses, ReservedAt, ScanState, ScannedAt, ScanAt, Version, CreatedAt)
        VALUES (@Id, @Hash, @ByteSize, @MediaType, 0, @Now, @ScanState, @ScannedAt, @Now, 1, @Now)
        """
    );

    /// <summary>
    /// Many may send one content at once, so it goes by no version. What the scanner has said before stands where it says
    /// nothing now.
    /// </summary>
    internal static readonly Sql Renew = new(
        """
        UPDATE DocumentContents
        SET MediaType = @MediaType, ReservedAt = @Now, RemovalStartedAt = NULL,
            ScanState = CASE WHEN @IsClean = 1 THEN 'Clean' ELSE ScanState END,
            Signature = CASE WHEN @IsClean = 1 THEN NULL ELSE Signature END,
            ScannedAt = CASE WHEN @IsClean = 1 THEN @Now ELSE ScannedAt END,
            Version = Version + 1
        WHERE Id = @Id AND (RemovalStartedAt IS NULL OR RemovalStartedAt <= @Lapsed)
        """
    );
}

sealed record ContentRow
{
    /// <summary>For so long a removal that was started may be under way; after that whoever started it has died.</summary>
    internal static readonly TimeSpan RemovalLease = TimeSpan.FromMinutes(10);

    public Guid Id { get; init; }
    public DateTimeOffset? RemovalStartedAt { get; init; }
    public ScanState ScanState { get; init; }
    public string? Signature { get; init; }
    public DateTimeOffset? ScannedAt { get; init; }
    public int Version { get; init; }

    internal bool IsBeingCleared(DateTimeOffset now) => RemovalStartedAt + RemovalLease > now;

    internal static readonly Sql ByHash = new(
        """
        SELECT Id, RemovalStartedAt, ScanState, Signature, ScannedAt, Version FROM DocumentContents WHERE Hash = @Hash
        """
    );
}
