using Enrollment.Certificates.Designs;
using Enrollment.Data;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Enrollment.Certificates;

/// <summary>
/// Makes the documents of prepared certificates, on all cores: the credential, the PDF that holds it, the signature. What
/// comes out is stored and durable. One that can't be made doesn't keep the others from it.
/// </summary>
public sealed partial class DocumentMaking(
    IMediator mediator,
    ICertificateRenderer renderer,
    ICredentialIssuer issuer,
    IDocumentSigner signer,
    IFileStore files,
    TimeProvider time,
    ILogger<DocumentMaking> log
)
{
    // More would gain little.
    const int MostTogether = 8;

    const string DiskFailed =
        "The disk of the documents is full or fails. Tell whoever runs this installation to make room.";

    internal async Task<MadeDocuments> MakeAsync(IReadOnlyList<PreparedCertificate> prepared, CancellationToken token)
    {
        var designs = await DesignsAsync(prepared, token);
        var drafts = prepared.OrderBy(certificate => certificate.Id).Select(one => new DocumentDraft(one)).ToList();
        // Some at a time do one step after the other: what a step works with stays in the processor's caches from one
        // document to the next. Made one by one they took a tenth to a quarter more time.
        var together = Math.Clamp(drafts.Count / (2 * Environment.ProcessorCount), 1, MostTogether);
        if (drafts.Count <= together)
            await MakeAsync(drafts, designs, token);
        else
            await Parallel.ForEachAsync(
                drafts.Chunk(together),
                token,
                async (group, inner) => await MakeAsync(group, designs, inner)
            );
        return await StoreAsync(drafts, token);
    }

    async Task MakeAsync(
        IReadOnlyList<DocumentDraft> group,
        IReadOnlyDictionary<Guid, CertificateDesign> designs,
        CancellationToken token
    )
    {
        foreach (var draft in group)
            await TryAsync(draft, () => Task.FromResult(draft.Credential = Issue(draft.Snapshot)));
        foreach (var draft in group.Where(draft => draft.Failure is null))
            await TryAsync(draft, () => Task.FromResult(draft.Pdf = Draw(draft, designs)));
        foreach (var draft in group.Where(draft => draft.Failure is null))
            await TryAsync(draft, async () => draft.Signed = await SignAsync(draft, token));
    }

    async Task<MadeDocuments> StoreAsync(List<DocumentDraft> drafts, CancellationToken token)
    {
        var signed = drafts.Where(draft => draft.Signed is not null).ToList();
        IReadOnlyList<string> hashes;
        try
        {
            hashes = await files.PutAsync([.. signed.Select(draft => draft.Signed!.Pdf)], token);
        }
        catch (FileStoreException full)
        {
            NotStored(log, signed.Count, full);
            foreach (var draft in signed)
                draft.Failure = new(DiskFailed, CanRetry: true);
            hashes = [];
            signed.Clear();
        }

        return new MadeDocuments(
            [
                .. signed.Zip(
                    hashes,
                    (draft, hash) => new FinishedDocument(draft.Id, hash, draft.Signed!.Signer, draft.Credential)
                ),
            ],
            drafts.Where(draft => draft.Failure is not null).ToDictionary(draft => draft.Id, draft => draft.Failure!)
        );
    }

    async Task TryAsync(DocumentDraft draft, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (DocumentSigningException failure)
        {
            Failed(log, draft.Snapshot.Serial, failure);
            draft.Failure = new(failure.Message, failure.CanRetry);
        }
    }

    async Task<IReadOnlyDictionary<Guid, CertificateDesign>> DesignsAsync(
        IReadOnlyList<PreparedCertificate> prepared,
        CancellationToken token
    )
    {
        var ids = prepared.Select(certificate => certificate.Snapshot.DesignId).OfType<Guid>().ToHashSet();
        if (ids.Count == 0)
            return new Dictionary<Guid, CertificateDesign>();

        var loaded = await mediator.Send(new LoadDesigns(ids), token);
        return loaded.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : loaded.Value;
    }

    IssuedCredential? Issue(CertificateSnapshot snapshot) =>
        snapshot.Credential is null ? null : issuer.Issue(snapshot);

    byte[] Draw(DocumentDraft draft, IReadOnlyDictionary<Guid, CertificateDesign> designs) =>
        renderer.Render(
            draft.Snapshot,
            draft.Credential?.Json ?? default,
            draft.Snapshot.DesignId is { } design ? designs[design] : null
        );

    async Task<SignedDocument> SignAsync(DocumentDraft draft, CancellationToken token)
    {
        var request = new SignatureRequest(
            draft.Snapshot.Credential?.CenterCode ?? "",
            draft.Snapshot.CenterName,
            draft.Snapshot.City,
            time.GetUtcNow()
        );
        var signed = await signer.SignAsync(draft.Pdf, request, token);
        draft.Pdf = default;
        if (signed.Shortfall is { } shortfall)
            FellShort(log, draft.Snapshot.Serial, shortfall);
        return signed;
    }

    /// <summary>A document between its steps.</summary>
    sealed class DocumentDraft(PreparedCertificate prepared)
    {
        internal Guid Id => prepared.Id;
        internal CertificateSnapshot Snapshot => prepared.Snapshot;
        internal IssuedCredential? Credential { get; set; }
        internal ReadOnlyMemory<byte> Pdf { get; set; }
        internal SignedDocument? Signed { get; set; }
        internal DocumentFailure? Failure { get; set; }
    }

    [LoggerMessage(LogLevel.Error, "The document of certificate {Serial} couldn't be made; it is tried again.")]
    static partial void Failed(ILogger log, string serial, Exception failure);

    [LoggerMessage(LogLevel.Error, "{Count} documents couldn't be stored; they are tried again.")]
    static partial void NotStored(ILogger log, int count, Exception failure);

    [LoggerMessage(
        LogLevel.Warning,
        "Certificate {Serial} was signed with less than the settings ask for: {Shortfall}"
    )]
    static partial void FellShort(ILogger log, string serial, string shortfall);
}

/// <summary>What kept a document from being made.</summary>
/// <param name="Message">For whoever issues it.</param>
/// <param name="CanRetry">Whether it may be made later as it is.</param>
sealed record DocumentFailure(string Message, bool CanRetry);

/// <summary>Documents that are stored, and why others aren't.</summary>
/// <param name="Documents">In the order of their certificates.</param>
/// <param name="Failures">By the id of the certificate.</param>
sealed record MadeDocuments(
    IReadOnlyList<FinishedDocument> Documents,
    IReadOnlyDictionary<Guid, DocumentFailure> Failures
)
{
    /// <summary>Why some may succeed later as they are; null where that holds of none.</summary>
    internal string? HoldUp => Failures.Values.FirstOrDefault(failure => failure.CanRetry)?.Message;

    internal bool IsHeldUp(Guid certificateId) =>
        Failures.TryGetValue(certificateId, out var failure) && failure.CanRetry;

    /// <summary>The row with what kept its document from being made.</summary>
    internal CertificateRow Judge(CertificateRow row) =>
        row.CertificateId is { } id && Failures.TryGetValue(id, out var failure)
            ? row with
            {
                Problem = CertificateErrors.DocumentFailed(row.Serial!, failure),
            }
            : row;
}
