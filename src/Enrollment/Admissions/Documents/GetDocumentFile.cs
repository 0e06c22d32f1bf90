using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>A document's content, for its owner and for staff, once nothing speaks against handing it out.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetDocumentFile(Guid ApplicationId, Guid Id) : IQuery<DocumentFile>;

/// <summary>The open file (whoever asked disposes it), its name, its type by content, and its SHA-256.</summary>
public sealed record DocumentFile(Stream Content, string FileName, string MediaType, string Hash);

sealed class GetDocumentFileHandler(Db db, RequestContext context, IDocumentStore files, IDocumentScanner scanner)
    : IRequestHandler<GetDocumentFile, Result<DocumentFile>>
{
    public async Task<Result<DocumentFile>> Handle(GetDocumentFile request, CancellationToken cancellationToken)
    {
        var row = await DocumentRow.FindAsync(db, request.ApplicationId, request.Id, cancellationToken);
        if (row is null)
            return Refusal.NotFound("document", request.Id);
        if (!context.Caller.MayActFor(row.PersonId))
            return AccountErrors.NotYours;
        if (row.WhyNotServed(scanner.IsConfigured) is { } refusal)
            return refusal;

        if (await Veil.HidesAsync(db, context.Caller, row.CohortId, cancellationToken))
            row = row.Hidden();
        var content =
            await files.OpenAsync(row.Hash, cancellationToken)
            ?? throw new InvalidDataException($"The file {row.Hash} of document {row.Id} isn't in the store.");
        return new DocumentFile(content, row.FileName, row.MediaType, row.Hash);
    }
}
