using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Removes the files that a crash left without a certificate: stored, and never referred to. Only those of the last days
/// are looked at, since the sweeps before have seen the others.
/// </summary>
public sealed class FileSweep(IMediator mediator, IFileStore files)
{
    /// <summary>Longer than any issue takes between storing a file and referring to it.</summary>
    public static readonly TimeSpan LeastAge = TimeSpan.FromHours(1);

    /// <summary>Longer than any server stands still without its files being looked at by hand.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromDays(30);

    const int BatchSize = 500;

    /// <summary>Looks at all of them once; how many it removed.</summary>
    public async Task<Result<int>> SweepAsync(CancellationToken token)
    {
        var removed = 0;
        foreach (var batch in files.List(LeastAge, MostAge).Chunk(BatchSize))
        {
            var unused = await mediator.Send(new FindUnusedFiles(batch), token);
            if (unused.Refusal is { } refusal)
                return refusal;
            removed += unused.Value.Count(hash => files.Remove(hash, LeastAge));
        }

        return removed;
    }
}

/// <summary>Those of the files that no certificate refers to.</summary>
[Requires(Permission.IssueCertificates)]
sealed record FindUnusedFiles(IReadOnlyList<string> Hashes) : IQuery<IReadOnlyList<string>>;

sealed class FindUnusedFilesHandler(Db db) : IRequestHandler<FindUnusedFiles, Result<IReadOnlyList<string>>>
{
    public async Task<Result<IReadOnlyList<string>>> Handle(
        FindUnusedFiles request,
        CancellationToken cancellationToken
    )
    {
        var unused = new List<string>();
        foreach (var hash in request.Hashes)
        {
            if (await db.FindAsync<string>(Used, new { Hash = hash }, cancellationToken) is null)
                unused.Add(hash);
        }

        return Result<IReadOnlyList<string>>.Of(unused);
    }

    internal static readonly Sql Used = new("SELECT FileHash FROM Certificates WHERE FileHash = @Hash");
}
