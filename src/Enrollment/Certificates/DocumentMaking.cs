using System.Collections.Concurrent;
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
    const string DiskFailed =
        "The disk of the documents is full or fails. Tell whoever runs this installation to make room.";

    internal async Task<MadeDocuments> MakeAsync(IReadOnlyList<PreparedCertificate> prepared, CancellationToken token)
    {
        var designs = await DesignsAsync(prepared, token);
        var made = new ConcurrentBag<(Guid Id, SignedDocument Signed, IssuedCredential? Credential)>();
        var failures = new ConcurrentDictionary<Guid, DocumentFailure>();
        await Parallel.ForEachAsync(
            prepared,
            token,
            async (certificate, inner) =>
            {
                try
                {
                    var (signed, credential) = await MakeAsync(
                        certificate.Snapshot,
                        certificate.Snapshot.DesignId is { } design ? designs[design] : null,
                        inner
                    );
                    made.Add((certificate.Id, signed, credential));
                }
                catch (DocumentSigningException failure)
                {
                    Failed(log, certificate.Snapshot.Serial, failure);
                    failures[certificate.Id] = new(failure.Message, failure.CanRetry);
                }
            }
        );
        var ordered = made.OrderBy(document => document.Id).ToList();
        IReadOnlyList<string> hashes;
        try
        {
            hashes = await files.PutAsync([.. ordered.Select(document => document.Signed.Pdf)], token);
        }
        catch (FileStoreException full)
        {
            NotStored(log, ordered.Count, full);
            foreach (var document in ordered)
                failures[document.Id] = new(DiskFailed, CanRetry: true);
            return new MadeDocuments([], failures);
        }

        return new MadeDocuments(
            [
                .. ordered.Zip(
                    hashes,
                    (document, hash) =>
                        new FinishedDocument(document.Id, hash, document.Signed.Signer, document.Credential)
                ),
            ],
            failures
        );
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

    async Task<(SignedDocument Signed, IssuedCredential? Credential)> MakeAsync(
        CertificateSnapshot snapshot,
        CertificateDesign? design,
        CancellationToken token
    )
    {
        var credential = snapshot.Credential is null ? null : issuer.Issue(snapshot);
        var pdf = renderer.Render(snapshot, credential?.Json ?? default, design);
        var request = new SignatureRequest(
            snapshot.Credential?.CenterCode ?? "",
            snapshot.CenterName,
            snapshot.City,
            time.GetUtcNow()
        );
        var signed = await signer.SignAsync(pdf, request, token);
        if (signed.Shortfall is { } shortfall)
            FellShort(log, snapshot.Serial, shortfall);
        return (signed, credential);
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
