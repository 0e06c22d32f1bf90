using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Adds a content that is on the disk to an application. Repeated, it answers with the document that is there, so an
/// upload whose answer was lost may be sent again.
/// </summary>
[Requires(Permission.Apply)]
public sealed record AddDocument(Guid ApplicationId, DocumentKind Kind, string FileName, string Hash)
    : ICommand<AddedDocument>;

/// <summary>The document, and whether it is new.</summary>
public sealed record AddedDocument(DocumentView Document, bool IsNew);

sealed class AddDocumentValidator : AbstractValidator<AddDocument>
{
    public AddDocumentValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.FileName).Text(FileNames.MostCharacters).OverridePropertyName("file");
    }
}

sealed class AddDocumentHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<AddDocument, Result<AddedDocument>>
{
    public async Task<Result<AddedDocument>> Handle(AddDocument request, CancellationToken cancellationToken)
    {
        var application = await HeldApplication.FindAsync(db, request.ApplicationId, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (!context.Caller.MayActFor(application.PersonId))
            return AccountErrors.NotYours;
        if (!application.State.TakesDocuments())
            return DocumentErrors.ApplicationClosed(application.State);

        await application.HoldAsync(db, cancellationToken);
        var content = await db.FindAsync<ContentRow>(ContentRow.ByHash, new { request.Hash }, cancellationToken);
        if (content is null || content.RemovalStartedAt is not null)
            return DocumentErrors.BeingCleared;
        if (content.ScanState == ScanState.Infected)
            return DocumentErrors.Infected(content.Signature ?? "");

        var row = new
        {
            Id = ids.New(),
            request.ApplicationId,
            ContentId = content.Id,
            Kind = request.Kind.ToString(),
            request.FileName,
            Review = nameof(DocumentReview.Pending),
            Now = time.GetUtcNow(),
        };
        if (await db.FindAsync<Guid?>(Existing, row, cancellationToken) is { } existing)
            return new AddedDocument(await ViewAsync(existing), IsNew: false);

        await db.ChangeAsync(Use, new { content.Id }, "document", cancellationToken);
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            throw new LostRaceException("document");

        audit.Record(
            "document.added",
            request.ApplicationId,
            new
            {
                DocumentId = row.Id,
                request.Kind,
                request.FileName,
                request.Hash,
            }
        );
        return new AddedDocument(await ViewAsync(row.Id), IsNew: true);

        async Task<DocumentView> ViewAsync(Guid id) =>
            (await DocumentRow.FindAsync(db, request.ApplicationId, id, cancellationToken))!.View();
    }

    internal static readonly Sql Existing = new(
        """
        SELECT Id FROM ApplicationDocuments
        WHERE ApplicationId = @ApplicationId AND Kind = @Kind AND ContentId = @ContentId
        """
    );

    internal static readonly Sql Use = new(
        """
        UPDATE DocumentContents
        SET Uses = Uses + 1, Version = Version + 1
        WHERE Id = @Id AND RemovalStartedAt IS NULL AND ScanState <> 'Infected'
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO ApplicationDocuments
            (Id, ApplicationId, ContentId, Kind, FileName, Review, Version, CreatedAt)
        VALUES (@Id, @ApplicationId, @ContentId, @Kind, @FileName, @Review, 1, @Now)
        """
    );
}
