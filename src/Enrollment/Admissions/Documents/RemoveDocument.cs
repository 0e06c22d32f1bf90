using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Takes a document off a draft; the history keeps what it was. Its content is cleared later, unless another document has
/// the same.
/// </summary>
[Requires(Permission.Apply)]
public sealed record RemoveDocument(Guid ApplicationId, Guid Id, int Version) : ICommand<DocumentView>;

sealed class RemoveDocumentHandler(Db db, AuditTrail audit, TimeProvider time, RequestContext context)
    : IRequestHandler<RemoveDocument, Result<DocumentView>>
{
    public async Task<Result<DocumentView>> Handle(RemoveDocument request, CancellationToken cancellationToken)
    {
        var row = await DocumentRow.FindAsync(db, request.ApplicationId, request.Id, cancellationToken);
        if (row is null)
            return Refusal.NotFound("document", request.Id);
        if (!context.Caller.MayActFor(row.PersonId))
            return AccountErrors.NotYours;
        if (row.Version != request.Version)
            return Refusal.Stale("document");
        if (row.State != ApplicationState.Draft)
            return DocumentErrors.AlreadySent;

        var application = new HeldApplication { Id = row.ApplicationId, State = row.State };
        await application.HoldAsync(db, cancellationToken);
        await db.ChangeAsync(Delete, new { row.Id, row.Version }, "document", cancellationToken);
        await db.ExecuteAsync(Release, new { Id = row.ContentId, Now = time.GetUtcNow() }, cancellationToken);
        audit.Record(
            "document.removed",
            request.ApplicationId,
            new
            {
                DocumentId = row.Id,
                row.Kind,
                row.FileName,
                row.Hash,
                row.Review,
            }
        );
        return row.View();
    }

    internal static readonly Sql Delete = new("DELETE FROM ApplicationDocuments WHERE Id = @Id AND Version = @Version");

    internal static readonly Sql Release = new(
        """
        UPDATE DocumentContents SET Uses = Uses - 1, ReservedAt = @Now, Version = Version + 1 WHERE Id = @Id
        """
    );
}
