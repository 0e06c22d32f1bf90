using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Batches;

/// <summary>
/// Works on batches, a chunk of one at a time. A process that is killed in the middle leaves its chunk to whoever finds
/// the lease ended: what has a number gets its file then, and nothing is issued twice.
/// </summary>
public sealed class IssueBatchRun(IMediator mediator, RequestContext context, CertificateIssuing issuing)
{
    /// <summary>
    /// Issues the next chunk on behalf of whoever began its batch; how many rows came to an end. None, too, where nothing
    /// can be signed at the moment: the rest waits for the next run.
    /// </summary>
    public async Task<Result<int>> RunAsync(CancellationToken token)
    {
        var claimed = await mediator.Send(new ClaimIssueBatch(CertificateIssuing.BatchSize), token);
        if (claimed.Refusal is { } refusal)
            return refusal;
        if (claimed.Value.BatchId == Guid.Empty)
            return 0;

        context.Caller = claimed.Value.By;
        return await issuing.IssueAsync(claimed.Value, token);
    }
}
