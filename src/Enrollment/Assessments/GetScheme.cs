using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>Only those who may read marks learn whether there are any, so FrozenAt is null to everybody else (rule 18).</summary>
[Requires(Permission.ReadCatalog)]
public sealed record GetScheme(Guid Id) : IQuery<SchemeView>;

/// <summary>The schemes of a course version, oldest first.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record ListSchemes(Guid CourseVersionId, Guid? After, int Size) : IQuery<Page<SchemeView>>;

sealed class GetSchemeHandler(Db db, RequestContext context) : IRequestHandler<GetScheme, Result<SchemeView>>
{
    public async Task<Result<SchemeView>> Handle(GetScheme request, CancellationToken cancellationToken) =>
        await SchemeReader.LoadAsync(db, request.Id, cancellationToken) is { } scheme
            ? Shown(scheme, context.Caller)
            : Refusal.NotFound("scheme", request.Id);

    internal static SchemeView Shown(SchemeView scheme, Caller caller) =>
        caller.May(Permission.ReadMarks) ? scheme : scheme with { FrozenAt = null };
}

sealed class ListSchemesHandler(Db db, RequestContext context) : IRequestHandler<ListSchemes, Result<Page<SchemeView>>>
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
        {
            var scheme = (await SchemeReader.LoadAsync(db, row.Id, cancellationToken))!;
            schemes.Add(GetSchemeHandler.Shown(scheme, context.Caller));
        }

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
