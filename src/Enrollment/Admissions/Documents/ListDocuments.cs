using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>The documents of an application, in the order in which they came.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListDocuments(Guid ApplicationId, Guid? After, int Size) : IQuery<Page<DocumentView>>;

/// <summary>One document of an application.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetDocument(Guid ApplicationId, Guid Id) : IQuery<DocumentView>;

sealed class ListDocumentsHandler(Db db, RequestContext context)
    : IRequestHandler<ListDocuments, Result<Page<DocumentView>>>
{
    public async Task<Result<Page<DocumentView>>> Handle(ListDocuments request, CancellationToken cancellationToken)
    {
        var application = await HeldApplication.FindAsync(db, request.ApplicationId, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (!context.Caller.MayActFor(application.PersonId))
            return AccountErrors.NotYours;

        var page = await db.PageAsync<DocumentRow>(
            OfApplication,
            new { request.ApplicationId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        var hides = await Veil.HidesAsync(db, context.Caller, application.CohortId, cancellationToken);
        return new Page<DocumentView>(
            [.. page.Items.Select(row => (hides ? row.Hidden() : row).View())],
            page.NextCursor
        );
    }

    internal static readonly Sql OfApplication = new(
        """
        SELECT d.Id, d.ApplicationId, d.ContentId, d.Kind, d.FileName, c.MediaType, c.ByteSize, c.Hash, c.ScanState,
               c.Signature, d.Review, d.Reason, d.ReviewedAt, d.CreatedAt, d.Version
        FROM ApplicationDocuments d
        JOIN DocumentContents c ON c.Id = d.ContentId
        WHERE d.ApplicationId = @ApplicationId AND d.Id > @After
        ORDER BY d.Id
        """
    )
    {
        Paged = true,
    };
}

sealed class GetDocumentHandler(Db db, RequestContext context) : IRequestHandler<GetDocument, Result<DocumentView>>
{
    public async Task<Result<DocumentView>> Handle(GetDocument request, CancellationToken cancellationToken)
    {
        var row = await DocumentRow.FindAsync(db, request.ApplicationId, request.Id, cancellationToken);
        if (row is null)
            return Refusal.NotFound("document", request.Id);

        if (!context.Caller.MayActFor(row.PersonId))
            return AccountErrors.NotYours;

        return (await Veil.HidesAsync(db, context.Caller, row.CohortId, cancellationToken) ? row.Hidden() : row).View();
    }
}
