using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Issues certificates in three steps: prepare (a transaction), draw and store the files (outside of one, on all
/// cores), complete (a transaction). A crash between them leaves prepared rows, which <see cref="FinishAsync"/> or the
/// next issue takes up: the frozen content gives the same file again.
/// </summary>
public sealed class CertificateIssuing(
    IMediator mediator,
    RequestContext context,
    ICertificateRenderer renderer,
    ICredentialIssuer issuer,
    IFileStore files
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

            if (await CompleteAsync(prepared.Value.Rows, token) is { } failure)
                return failure;
            rows.AddRange(prepared.Value.Rows);
        }

        return Result<IReadOnlyList<CertificateRow>>.Of(rows);
    }

    /// <summary>Issues the first certificate of one enrollment; what keeps it from one is the refusal.</summary>
    public Task<Result<CertificateRow>> IssueAsync(Guid enrollmentId, CancellationToken token) =>
        IssueOneAsync(new PrepareCertificate(enrollmentId), token);

    /// <summary>Issues a certificate in place of another.</summary>
    public Task<Result<CertificateRow>> ReplaceAsync(ReplaceCertificate replacement, CancellationToken token) =>
        IssueOneAsync(replacement, token);

    async Task<Result<CertificateRow>> IssueOneAsync(ICommand<CertificateRow> preparation, CancellationToken token)
    {
        var prepared = await mediator.Send(preparation, token);
        if (prepared.Refusal is not null)
            return prepared;

        return await CompleteAsync([prepared.Value], token) is { } failure ? failure : prepared;
    }

    /// <summary>Finishes one batch of what a crash left prepared; the number of certificates that it finished.</summary>
    public async Task<Result<int>> FinishAsync(CancellationToken token)
    {
        var page = await mediator.Send(new ListPrepared(null, BatchSize), token);
        if (page.Refusal is { } refusal)
            return refusal;

        return await DrawAsync(page.Value.Items, token) is { } failure ? failure : page.Value.Items.Count;
    }

    async Task<Refusal?> CompleteAsync(IReadOnlyList<CertificateRow> rows, CancellationToken token)
    {
        // The caller's key belongs to the first command; what follows is repeatable by itself.
        context.Idempotency = null;
        var ids = rows.Where(row => row.CertificateId is not null).Select(row => row.CertificateId!.Value).ToList();
        if (ids.Count == 0)
            return null;

        var prepared = await mediator.Send(new FindPrepared(ids), token);
        return prepared.Refusal ?? await DrawAsync(prepared.Value, token);
    }

    async Task<Refusal?> DrawAsync(IReadOnlyList<PreparedCertificate> prepared, CancellationToken token)
    {
        if (prepared.Count == 0)
            return null;

        var pdfs = new ReadOnlyMemory<byte>[prepared.Count];
        var credentials = new IssuedCredential?[prepared.Count];
        await Parallel.ForAsync(
            0,
            prepared.Count,
            token,
            (index, _) =>
            {
                var snapshot = prepared[index].Snapshot;
                credentials[index] = snapshot.Credential is null ? null : issuer.Issue(snapshot);
                pdfs[index] = renderer.Render(snapshot);
                return ValueTask.CompletedTask;
            }
        );
        var hashes = await files.PutAsync(pdfs, token);
        var documents = prepared.Select(
            (certificate, index) => new FinishedDocument(certificate.Id, hashes[index], credentials[index])
        );
        var completed = await mediator.Send(new CompleteCertificates([.. documents]), token);
        return completed.Refusal;
    }
}
