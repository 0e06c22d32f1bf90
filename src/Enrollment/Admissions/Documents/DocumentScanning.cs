using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>Scans what waits for it: documents that came while the scanner was away, or before there was one.</summary>
public sealed class DocumentScanning(IMediator mediator, IDocumentStore files, IDocumentScanner scanner)
{
    /// <summary>The contents that one batch takes.</summary>
    public const int BatchSize = 20;

    static readonly ScanState[] waiting = [ScanState.Scanning, ScanState.Unscanned];

    /// <summary>
    /// Scans one batch; the number of contents of which something was written down, zero when none waits. Refused as busy
    /// where the scanner doesn't answer. Two at once only scan twice.
    /// </summary>
    public async Task<Result<int>> ScanAsync(CancellationToken token)
    {
        if (!scanner.IsConfigured)
            return 0;

        foreach (var state in waiting)
        {
            var page = await mediator.Send(new ListUnscanned(state, BatchSize), token);
            if (page.Refusal is { } refusal)
                return refusal;
            if (page.Value.Items.Count > 0)
                return await ScanAsync(page.Value.Items, token);
        }

        return 0;
    }

    async Task<Result<int>> ScanAsync(IReadOnlyList<UnscannedContent> contents, CancellationToken token)
    {
        foreach (var content in contents)
        {
            await using var file = await files.OpenAsync(content.Hash, token);
            // An upload reserved it and got no further; the clearing will find it.
            var verdict = file is null
                ? new ScanVerdict(ScanOutcome.Declined, "The file isn't there.")
                : await scanner.ScanAsync(file, token);
            if (verdict.Outcome == ScanOutcome.Unavailable)
                return DocumentErrors.ScannerAway(verdict.Words);

            var recorded = await mediator.Send(new RecordScan(content.Hash, verdict), token);
            if (recorded.Refusal is { } refusal)
                return refusal;
        }

        return contents.Count;
    }
}

/// <summary>Contents in the state that are due, oldest first.</summary>
[Requires(Permission.DecideApplications)]
public sealed record ListUnscanned(ScanState State, int Size) : IQuery<Page<UnscannedContent>>;

public sealed record UnscannedContent
{
    public Guid Id { get; init; }
    public string Hash { get; init; } = "";
}

sealed class ListUnscannedHandler(Db db, TimeProvider time)
    : IRequestHandler<ListUnscanned, Result<Page<UnscannedContent>>>
{
    public async Task<Result<Page<UnscannedContent>>> Handle(
        ListUnscanned request,
        CancellationToken cancellationToken
    ) =>
        await db.PageAsync<UnscannedContent>(
            Due,
            new
            {
                State = request.State.ToString(),
                Now = time.GetUtcNow(),
                After = Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql Due = new(
        """
        SELECT Id, Hash FROM DocumentContents
        WHERE ScanState = @State AND Id > @After AND ScanAt <= @Now
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
