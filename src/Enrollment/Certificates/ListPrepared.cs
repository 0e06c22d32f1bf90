using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>Certificates that have a number and no file yet: being made, or left by a crash.</summary>
[Requires(Permission.IssueCertificates)]
public sealed record ListPrepared(Guid? After, int Size) : IQuery<Page<PreparedCertificate>>;

/// <summary>Those of the certificates that are still prepared.</summary>
[Requires(Permission.IssueCertificates)]
public sealed record FindPrepared(IReadOnlyList<Guid> CertificateIds) : IQuery<IReadOnlyList<PreparedCertificate>>;

public sealed record PreparedCertificate(Guid Id, CertificateSnapshot Snapshot);

sealed record PreparedRow
{
    public Guid Id { get; init; }
    public string Snapshot { get; init; } = "";

    internal PreparedCertificate View() => new(Id, SnapshotJson.Read(Snapshot));
}

sealed class ListPreparedHandler(Db db) : IRequestHandler<ListPrepared, Result<Page<PreparedCertificate>>>
{
    public async Task<Result<Page<PreparedCertificate>>> Handle(
        ListPrepared request,
        CancellationToken cancellationToken
    )
    {
        var page = await db.PageAsync<PreparedRow>(
            Page,
            new { After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return new Page<PreparedCertificate>([.. page.Items.Select(row => row.View())], page.NextCursor);
    }

    internal static readonly Sql Page = new(
        "SELECT Id, Snapshot FROM Certificates WHERE State = 'Prepared' AND Id > @After ORDER BY Id"
    )
    {
        Paged = true,
    };
}

sealed class FindPreparedHandler(Db db) : IRequestHandler<FindPrepared, Result<IReadOnlyList<PreparedCertificate>>>
{
    public async Task<Result<IReadOnlyList<PreparedCertificate>>> Handle(
        FindPrepared request,
        CancellationToken cancellationToken
    )
    {
        var found = new List<PreparedCertificate>(request.CertificateIds.Count);
        foreach (var id in request.CertificateIds)
        {
            if (await db.FindAsync<PreparedRow>(ById, new { Id = id }, cancellationToken) is { } row)
                found.Add(row.View());
        }

        return Result<IReadOnlyList<PreparedCertificate>>.Of(found);
    }

    internal static readonly Sql ById = new(
        "SELECT Id, Snapshot FROM Certificates WHERE Id = @Id AND State = 'Prepared'"
    );
}
