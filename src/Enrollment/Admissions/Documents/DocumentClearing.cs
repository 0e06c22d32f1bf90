using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Removes what no document needs: contents that nothing has used for a day, and what broken uploads left. A content is
/// claimed (a transaction), its file removed, its row removed (a transaction); an upload of the same content that comes in
/// between is asked to come again, and one that came before keeps it.
/// </summary>
public sealed class DocumentClearing(IMediator mediator, IDocumentStore files, TimeProvider time)
{
    /// <summary>The contents that one batch takes.</summary>
    public const int BatchSize = 50;

    /// <summary>For how long a content that nothing uses is kept: longer than any upload takes.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>After that long without a byte an upload has ended, whether it knows or not.</summary>
    public static readonly TimeSpan UploadAge = TimeSpan.FromMinutes(1);

    /// <summary>Clears one batch; the number of files that it removed.</summary>
    public async Task<Result<int>> ClearAsync(CancellationToken token)
    {
        var swept = await files.SweepAsync(UploadAge, token);
        var claim = await mediator.Send(new ClaimUnused(BatchSize), token);
        if (claim.Refusal is { } refusal)
            return refusal;

        var removed = new List<UnusedContent>(claim.Value.Contents.Count);
        foreach (var content in claim.Value.Contents)
        {
            // Where the machine stood still for a while, somebody else may have taken the claim over.
            if (time.GetUtcNow() - claim.Value.At > ContentRow.RemovalLease / 2)
                break;
            await files.RemoveAsync(content.Hash, token);
            removed.Add(content);
        }

        if (removed.Count == 0)
            return swept;

        var forgotten = await mediator.Send(new ForgetContents(removed, claim.Value.At), token);
        return forgotten.Refusal is { } failure ? failure : swept + removed.Count;
    }
}
