using Enrollment.Certificates.Batches;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Issues certificates in three steps: prepare (a transaction), make and store the documents (outside of one, on all
/// cores), complete (a transaction). A crash between them leaves prepared rows, which <see cref="FinishAsync"/> or the
/// next issue takes up: the frozen content says the same again.
/// </summary>
public sealed class CertificateIssuing(
    IMediator mediator,
    RequestContext context,
    DocumentMaking making,
    TimeProvider time
)
{
    /// <summary>The enrollments that one batch takes.</summary>
    public const int BatchSize = 100;

    /// <summary>
    /// Issues the first certificate of each enrollment; answers a row for each, in their order. It takes no idempotency
    /// key: repeating it issues what is missing and says of the rest that it was issued already.
    /// </summary>
    public async Task<Result<IReadOnlyList<CertificateRow>>> IssueAsync(
        IReadOnlyList<Guid> enrollmentIds,
        CancellationToken token
    )
    {
        context.Idempotency = null;
        var rows = new List<CertificateRow>(enrollmentIds.Count);
        foreach (var batch in enrollmentIds.Chunk(BatchSize))
        {
            var prepared = await mediator.Send(new PrepareCertificates(batch), token);
            if (prepared.Refusal is { } refusal)
                return refusal;

            var completed = await CompleteAsync(prepared.Value.Rows, token);
            if (completed.Refusal is { } failure)
                return failure;
            rows.AddRange(completed.Value);
        }

        return Result<IReadOnlyList<CertificateRow>>.Of(rows);
    }

    /// <summary>Issues the first certificate of one enrollment; what keeps it from one is the refusal.</summary>
    public Task<Result<CertificateRow>> IssueAsync(Guid enrollmentId, CancellationToken token) =>
        IssueOneAsync(new PrepareCertificate(enrollmentId), token);

    /// <summary>Issues a certificate in place of another.</summary>
    public Task<Result<CertificateRow>> ReplaceAsync(ReplaceCertificate replacement, CancellationToken token) =>
        IssueOneAsync(replacement, token);

    /// <summary>Issues the rows of a batch that were claimed; how many of them came to an end.</summary>
    internal async Task<Result<int>> IssueAsync(ClaimedRows claimed, CancellationToken token)
    {
        var started = time.GetTimestamp();
        if (claimed.Rows.Count == 0)
            return 0;

        var prepared = await mediator.Send(
            new PrepareCertificates([.. claimed.Rows.Select(r => r.EnrollmentId)]),
            token
        );
        if (prepared.Refusal is { } refusal)
            return refusal;
        var found = await FindAsync(prepared.Value.Rows, token);
        if (found.Refusal is { } unread)
            return unread;

        var made = await making.MakeAsync(found.Value, token);
        var rows = claimed.Rows.Zip(prepared.Value.Rows, (row, outcome) => Finished(row, made.Judge(outcome)));
        var finished = new FinishedRows(
            claimed.BatchId,
            [.. rows.Where(row => row.CertificateId is not { } id || !made.IsHeldUp(id))],
            (int)time.GetElapsedTime(started).TotalMilliseconds,
            made.HoldUp
        );
        var completed = await mediator.Send(new CompleteCertificates(made.Documents, finished), token);
        return completed.Refusal is { } failure ? failure : finished.Rows.Count;
    }

    static FinishedRow Finished(ClaimedRow row, CertificateRow outcome) =>
        new(row.Position, row.EnrollmentId, outcome.CertificateId, outcome.Problem);

    async Task<Result<CertificateRow>> IssueOneAsync(ICommand<CertificateRow> preparation, CancellationToken token)
    {
        var prepared = await mediator.Send(preparation, token);
        if (prepared.Refusal is not null)
            return prepared;

        var completed = await CompleteAsync([prepared.Value], token);
        return completed.Refusal is { } failure ? failure
            : completed.Value[0] is { Problem: { } problem } ? CertificateErrors.Of(problem)
            : completed.Value[0];
    }

    /// <summary>
    /// Finishes one batch of what a crash, or a document that couldn't be made, left prepared; how many certificates it
    /// finished. Those that can't be made don't keep the others from it.
    /// </summary>
    public async Task<Result<int>> FinishAsync(CancellationToken token)
    {
        Guid? after = null;
        do
        {
            var page = await mediator.Send(new ListPrepared(after, BatchSize), token);
            if (page.Refusal is { } refusal)
                return refusal;

            var finished = await MakeAsync(page.Value.Items, token);
            if (finished.Refusal is { } failure)
                return failure;
            if (finished.Value.Documents.Count > 0)
                return finished.Value.Documents.Count;
            // It would keep the next page from being made, too.
            if (finished.Value.HoldUp is not null)
                return 0;
            after = page.Value.NextCursor is null ? null : page.Value.Items[^1].Id;
        } while (after is not null);

        return 0;
    }

    /// <summary>The rows with what became of their documents.</summary>
    async Task<Result<IReadOnlyList<CertificateRow>>> CompleteAsync(
        IReadOnlyList<CertificateRow> rows,
        CancellationToken token
    )
    {
        // The caller's key belongs to the first command; what follows is repeatable by itself.
        context.Idempotency = null;
        var found = await FindAsync(rows, token);
        if (found.Refusal is { } refusal)
            return refusal;

        var made = await MakeAsync(found.Value, token);
        return made.Refusal is { } failure
            ? failure
            : Result<IReadOnlyList<CertificateRow>>.Of([.. rows.Select(made.Value.Judge)]);
    }

    async Task<Result<IReadOnlyList<PreparedCertificate>>> FindAsync(
        IReadOnlyList<CertificateRow> rows,
        CancellationToken token
    )
    {
        var ids = rows.Where(row => row.CertificateId is not null).Select(row => row.CertificateId!.Value).ToList();
        return ids.Count == 0
            ? Result<IReadOnlyList<PreparedCertificate>>.Of([])
            : await mediator.Send(new FindPrepared(ids), token);
    }

    async Task<Result<MadeDocuments>> MakeAsync(IReadOnlyList<PreparedCertificate> prepared, CancellationToken token)
    {
        var made = await making.MakeAsync(prepared, token);
        if (made.Documents.Count == 0)
            return made;

        var completed = await mediator.Send(new CompleteCertificates(made.Documents), token);
        return completed.Refusal is { } failure ? failure : made;
    }
}
