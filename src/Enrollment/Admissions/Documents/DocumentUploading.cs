using Enrollment.Admissions.Documents.Formats;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Takes a file in: admit (a query), receive (streaming, outside of any transaction), look at it and scan it, reserve its
/// content (a transaction), give the file its place, add the document (a transaction). A crash at any point leaves at most
/// a file that nothing refers to, which <see cref="DocumentClearing"/> removes.
/// </summary>
public sealed class DocumentUploading(
    IMediator mediator,
    IDocumentStore files,
    IDocumentScanner scanner,
    DocumentOptions options
)
{
    /// <summary>Null when the caller may add a document to the application.</summary>
    public async Task<Refusal?> AdmitAsync(Guid applicationId, CancellationToken token) =>
        (await mediator.Send(new AdmitUpload(applicationId), token)).Refusal;

    /// <summary>Reads a content into the store, where it waits for its place; whoever called disposes it.</summary>
    /// <exception cref="FileStoreException">It can't be written.</exception>
    public async Task<Result<IReceivedFile>> ReceiveAsync(Stream content, CancellationToken token)
    {
        var received = await files.ReceiveAsync(content, options.MaximumBytes, token);
        return received is null ? DocumentErrors.TooLarge(options.MaximumBytes) : Result<IReceivedFile>.Of(received);
    }

    /// <summary>Adds the content as a document, if it is one that is taken.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="kind">What the applicant says that it is.</param>
    /// <param name="fileName">As it came; it becomes a safe one.</param>
    /// <param name="received">The content.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="FileStoreException">It can't be written.</exception>
    public async Task<Result<AddedDocument>> AddAsync(
        Guid applicationId,
        DocumentKind kind,
        string? fileName,
        IReceivedFile received,
        CancellationToken token
    )
    {
        if (received.Bytes == 0)
            return DocumentErrors.Empty;

        await using var content = received.Open();
        var inspection = ContentInspection.Inspect(content);
        if (inspection.Format is not { } format)
            return DocumentErrors.TypeNotTaken;
        if (!inspection.IsReadable)
            return DocumentErrors.Unreadable(format);

        var verdict = scanner.IsConfigured ? await scanner.ScanAsync(content, token) : null;
        if (verdict?.Outcome == ScanOutcome.Infected)
        {
            // Where the same content is there already, from a time when the signature wasn't known.
            await mediator.Send(new RecordScan(received.Hash, verdict), token);
            return DocumentErrors.Infected(verdict.Words);
        }

        var scan =
            verdict is null ? ScanState.Unscanned
            : verdict.Outcome == ScanOutcome.Clean ? ScanState.Clean
            : ScanState.Scanning;
        var reserved = await mediator.Send(
            new ReserveContent(applicationId, received.Hash, received.Bytes, format.MediaType, scan),
            token
        );
        if (reserved.Refusal is { } refusal)
            return refusal;

        await received.KeepAsync(token);
        return await mediator.Send(
            new AddDocument(applicationId, kind, FileNames.Safe(fileName, format), received.Hash),
            token
        );
    }
}
