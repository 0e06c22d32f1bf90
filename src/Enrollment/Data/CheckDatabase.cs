using Enrollment.Accounts;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Data;

/// <summary>Succeeds when the database answers; throws what it throws otherwise.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record CheckDatabase : IQuery<Done>;

sealed class CheckDatabaseHandler(Db db) : IRequestHandler<CheckDatabase, Result<Done>>
{
    public async Task<Result<Done>> Handle(CheckDatabase request, CancellationToken cancellationToken)
    {
        await db.FindAsync<int>(Probe, null, cancellationToken);
        return Done.It;
    }

    internal static readonly Sql Probe = new("SELECT COUNT(*) FROM Centers WHERE Code = ''");
}
