using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Answers which certificate a file is, by its SHA-256 in lower-case hexadecimal digits: a file with one changed byte is
/// unknown. Open to everybody.
/// </summary>
[Requires(Permission.ReadCatalog)]
public sealed record VerifyFile(string Hash) : IQuery<Verification>;

sealed class VerifyFileHandler(Db db, TimeProvider time) : IRequestHandler<VerifyFile, Result<Verification>>
{
    public async Task<Result<Verification>> Handle(VerifyFile request, CancellationToken cancellationToken)
    {
        var entry = await db.FindAsync<RegisterEntry>(ByHash, request, cancellationToken);
        return entry?.Answer(time.GetUtcNow()) ?? RegisterEntry.Unknown;
    }

    internal static readonly Sql ByHash = new(
        $"{RegisterEntry.Select} WHERE t.FileHash = @Hash {RegisterEntry.Public}"
    );
}
