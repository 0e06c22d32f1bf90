using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

[Requires(Permission.ReadCatalog)]
public sealed record GetScheme(Guid Id) : IQuery<SchemeView>;

/// <summary>The schemes of a course version, oldest first.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record ListSchemes(Guid CourseVersionId, Guid? After, int Size) : IQuery<Page<SchemeView>>;

sealed class GetSchemeHandler(Db db) : IRequestHandler<GetScheme, Result<SchemeView>>
{
    public async Task<Result<SchemeView>> Handle(GetScheme request, CancellationToken cancellationToken) =>
        await SchemeReader.LoadAsync(db, request.Id, cancellationToken) is { } scheme
            ? scheme
            : Refusal.NotFound("scheme", request.Id);
}

sealed class ListSchemesHandler(Db db) : IRequestHandler<ListSchemes, Result<Page<SchemeView>>>
{
    public async Task<Result<Page<SchemeView>>> Handle(ListSchemes request, CancellationToken cancellationToken)
    {
        var page = await db.PageAsync<IdRow>(
            Page,
            new { request.CourseVersionId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        var schemes = new List<SchemeView>();
        foreach (var row in page.Items)
            schemes.Add((await SchemeReader.LoadAsync(db, row.Id, cancellationToken))!);
        return new Page<SchemeView>(schemes, page.NextCursor);
    }

    sealed record IdRow
    {
        public Guid Id { get; init; }
    }

    internal static readonly Sql Page = new(
        "SELECT Id FROM Schemes WHERE CourseVersionId = @CourseVersionId AND Id > @After ORDER BY Id"
    )
    {
        Paged = true,
    };
}
