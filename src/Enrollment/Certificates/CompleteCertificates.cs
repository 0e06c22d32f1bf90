using System.Text;
using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Certificates.Batches;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Issues prepared certificates whose files are stored. One that replaces another ends the other in the same
/// transaction, and so do the letters about them come into the outbox. A certificate that was issued meanwhile stays as it is.
/// </summary>
/// <param name="Documents">What was made.</param>
/// <param name="Batch">What is to be noted of the batch that they belong to; null where they belong to none.</param>
[Requires(Permission.IssueCertificates)]
public sealed record CompleteCertificates(IReadOnlyList<FinishedDocument> Documents, FinishedRows? Batch = null)
    : ICommand<Done>;

/// <summary>A prepared certificate whose PDF is stored.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="FileHash">Key of the PDF: its SHA-256.</param>
/// <param name="Signer">SHA-256 of the certificate whose key signed it.</param>
/// <param name="Credential">Its credential, where it has one.</param>
public sealed record FinishedDocument(Guid CertificateId, string FileHash, string Signer, IssuedCredential? Credential);

sealed class CompleteCertificatesHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CompleteCertificates, Result<Done>>
{
    public async Task<Result<Done>> Handle(CompleteCertificates request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var issued = new List<Guid>(request.Documents.Count);
        // In one order by all, so that two that finish the same list don't wait for each other.
        foreach (var document in request.Documents.OrderBy(d => d.CertificateId))
        {
            var row = new
            {
                Id = document.CertificateId,
                document.FileHash,
                document.Signer,
                Now = now,
            };
            if (await db.ExecuteAsync(Issue, row, cancellationToken) == 0)
                continue;

            await db.ExecuteAsync(EndReplaced, row, cancellationToken);
            if (document.Credential is { } credential)
                await StoreAsync(document.CertificateId, credential, cancellationToken);
            audit.Record("certificate.issued", document.CertificateId, new { document.FileHash });
            issued.Add(document.CertificateId);
        }

        await IssuedLetters.RecordAsync(db, ids, issued, now, cancellationToken);

        if (request.Batch is { } batch)
            await IssueBatchRows.NoteAsync(db, batch, now, cancellationToken);
        return Done.It;
    }

    Task<int> StoreAsync(Guid certificateId, IssuedCredential credential, CancellationToken token) =>
        db.ExecuteAsync(
            StoreCredential,
            new
            {
                Id = certificateId,
                Json = Encoding.UTF8.GetString(credential.Json.Span),
                credential.Token,
            },
            token
        );

    internal static readonly Sql StoreCredential = new(
        "UPDATE CertificateCredentials SET Json = @Json, Token = @Token WHERE CertificateId = @Id"
    );

    internal static readonly Sql Issue = new(
        """
        UPDATE Certificates
        SET State = 'Issued', FileHash = @FileHash, SignedBy = @Signer, IssuedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND State = 'Prepared'
        """
    );

    internal static readonly Sql EndReplaced = new(
        """
        UPDATE Certificates
        SET State = 'Replaced', EndedAt = @Now, Version = Version + 1
        WHERE Id = (SELECT n.ReplacesId FROM Certificates n WHERE n.Id = @Id)
        """
    );
}
