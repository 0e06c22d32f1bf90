using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Marks a document as verified, or refuses it with a reason, of which the applicant is told. It can be done again.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record ReviewDocument(Guid ApplicationId, Guid Id, int Version, DocumentReview Review, string? Reason)
    : ICommand<DocumentView>;

sealed class ReviewDocumentValidator : AbstractValidator<ReviewDocument>
{
    public ReviewDocumentValidator()
    {
        RuleFor(c => c.Review).IsInEnum().NotEqual(DocumentReview.Pending);
        RuleFor(c => c.Reason).Prose(1_000);
        RuleFor(c => c.Reason)
            .NotEmpty()
            .When(c => c.Review == DocumentReview.Refused)
            .WithMessage("Say why, so that the applicant can send a better one.");
    }
}

sealed class ReviewDocumentHandler(
    Db db,
    AuditTrail audit,
    Ids ids,
    TimeProvider time,
    RequestContext context,
    IDocumentScanner scanner
) : IRequestHandler<ReviewDocument, Result<DocumentView>>
{
    public async Task<Result<DocumentView>> Handle(ReviewDocument request, CancellationToken cancellationToken)
    {
        var row = await DocumentRow.FindAsync(db, request.ApplicationId, request.Id, cancellationToken);
        if (row is null)
            return Refusal.NotFound("document", request.Id);
        if (row.Version != request.Version)
            return Refusal.Stale("document");
        if (request.Review == DocumentReview.Verified && row.WhyNotServed(scanner.IsConfigured) is { } unseen)
            return unseen;

        var change = new
        {
            row.Id,
            row.Version,
            Review = request.Review.ToString(),
            request.Reason,
            ReviewedBy = context.Caller.Id,
            Now = time.GetUtcNow(),
        };
        await db.ChangeAsync(Update, change, "document", cancellationToken);
        if (request.Review == DocumentReview.Refused)
        {
            var told = new OutboxEvent(MessageKind.DocumentRefused, change.Now)
            {
                About = row.FileName,
                Reason = request.Reason,
            };
            await Outbox.RecordAsync(db, ids.New(), request.ApplicationId, told, cancellationToken);
        }

        audit.Record(
            request.Review == DocumentReview.Verified ? "document.verified" : "document.refused",
            request.ApplicationId,
            new
            {
                DocumentId = row.Id,
                row.Kind,
                row.FileName,
                row.Hash,
                Before = row.Review,
                request.Reason,
            }
        );
        return (await DocumentRow.FindAsync(db, request.ApplicationId, request.Id, cancellationToken))!.View();
    }

    internal static readonly Sql Update = new(
        """
        UPDATE ApplicationDocuments
        SET Review = @Review, Reason = @Reason, ReviewedBy = @ReviewedBy, ReviewedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
