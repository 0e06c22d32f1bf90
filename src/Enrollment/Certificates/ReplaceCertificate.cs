using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Prepares a certificate that takes the place of an issued one after loss, damage or a changed name (rule 26). The old
/// one becomes replaced when the new one is issued. <paramref name="Version"/> is the one that was seen; null: whichever.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record ReplaceCertificate(Guid Id, string Reason, int? Version = null) : ICommand<CertificateRow>;

sealed class ReplaceCertificateValidator : AbstractValidator<ReplaceCertificate>
{
    public ReplaceCertificateValidator() => RuleFor(c => c.Reason).Text(1_000);
}

sealed class ReplaceCertificateHandler(Db db, AuditTrail audit, CertificateDraft draft)
    : IRequestHandler<ReplaceCertificate, Result<CertificateRow>>
{
    public async Task<Result<CertificateRow>> Handle(ReplaceCertificate request, CancellationToken cancellationToken)
    {
        var old = await db.FindAsync<CertificateView>(
            GetCertificateHandler.ById,
            new { request.Id },
            cancellationToken
        );
        if (old is null)
            return Refusal.NotFound("certificate", request.Id);
        if (request.Version is { } seen && seen != old.Version)
            return Refusal.Stale("certificate");
        if (old.State != CertificateState.Issued)
            return CertificateErrors.NotIssued(old.State);

        // Taking the row's version makes two replacements of the same certificate meet here.
        var reason = new
        {
            request.Id,
            old.Version,
            request.Reason,
        };
        await db.ChangeAsync(NoteReason, reason, "certificate", cancellationToken);

        var pending = await db.FindAsync<PendingRow>(Pending, new { request.Id }, cancellationToken);
        var row = pending is not null
            ? new CertificateRow(old.EnrollmentId, pending.Id, pending.Serial, null)
            : (await draft.PrepareAsync([old.EnrollmentId], request.Id, cancellationToken))[0];
        if (row.Problem is { } problem)
            return CertificateErrors.Of(problem);

        audit.Record("certificate.replacing", request.Id, new { request.Reason, By = row.Serial });
        return row;
    }

    sealed record PendingRow
    {
        public Guid Id { get; init; }
        public string Serial { get; init; } = "";
    }

    internal static readonly Sql NoteReason = new(
        """
        UPDATE Certificates
        SET Reason = @Reason, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND State = 'Issued'
        """
    );

    internal static readonly Sql Pending = new(
        "SELECT Id, Serial FROM Certificates WHERE ReplacesId = @Id AND State = 'Prepared'"
    );
}
