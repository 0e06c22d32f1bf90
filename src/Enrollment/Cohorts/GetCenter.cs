using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts;

[Requires(Permission.ReadCatalog)]
public sealed record GetCenter(Guid Id) : IQuery<CenterView>;

/// <summary>Centers in the order of their creation; <paramref name="Code"/> finds the one with that code.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record ListCenters(string? Code, Guid? After, int Size) : IQuery<Page<CenterView>>;

sealed class GetCenterHandler(Db db) : IRequestHandler<GetCenter, Result<CenterView>>
{
    public async Task<Result<CenterView>> Handle(GetCenter request, CancellationToken cancellationToken) =>
        await db.FindAsync<CenterRow>(ById, new { request.Id }, cancellationToken) is { } row
            ? row.View()
            : Refusal.NotFound("center", request.Id);

    internal static readonly Sql ById = new(
        """
        SELECT Id, Code, Name, NameLocal, NameLanguage, FurtherNames, City, Country, TimeZone, Signatories,
               CertificateDelivery, Version
        FROM Centers
        WHERE Id = @Id
        """
    );
}

sealed class ListCentersHandler(Db db) : IRequestHandler<ListCenters, Result<Page<CenterView>>>
{
    public async Task<Result<Page<CenterView>>> Handle(ListCenters request, CancellationToken cancellationToken)
    {
        var page = await db.PageAsync<CenterRow>(
            Page,
            new { request.Code, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return new Page<CenterView>([.. page.Items.Select(row => row.View())], page.NextCursor);
    }

    internal static readonly Sql Page = new(
        """
        SELECT Id, Code, Name, NameLocal, NameLanguage, FurtherNames, City, Country, TimeZone, Signatories,
               CertificateDelivery, Version
        FROM Centers
        WHERE Id > @After AND (@Code IS NULL OR Code = @Code)
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
