using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>Suspends, revokes, reinstates ... a certificate; each needs a reason and is audited (rule 26).</summary>
[Requires(Permission.RevokeCertificates)]
public sealed record ChangeCertificate(Guid Id, CertificateVerb Verb, int? Version, string Reason)
    : ICommand<CertificateView>;

sealed class ChangeCertificateValidator : AbstractValidator<ChangeCertificate>
{
    public ChangeCertificateValidator()
    {
        RuleFor(c => c.Verb).IsInEnum();
        RuleFor(c => c.Reason).Text(1_000);
    }
}

sealed class ChangeCertificateHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<ChangeCertificate, Result<CertificateView>>
{
    public async Task<Result<CertificateView>> Handle(ChangeCertificate request, CancellationToken cancellationToken)
    {
        var key = new { request.Id };
        var before = await db.FindAsync<CertificateView>(GetCertificateHandler.ById, key, cancellationToken);
        if (before is null)
            return Refusal.NotFound("certificate", request.Id);
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("certificate");

        var (from, to) = CertificateTransitions.Of(request.Verb);
        if (!from.Contains(before.State))
            return CertificateErrors.WrongState(request.Verb, before.State);

        var now = time.GetUtcNow();
        var row = new
        {
            request.Id,
            before.Version,
            State = to.ToString(),
            request.Reason,
            EndedAt = to == CertificateState.Issued ? (DateTimeOffset?)null : now,
        };
        await db.ChangeAsync(Update, row, "certificate", cancellationToken);
        if (request.Verb == CertificateVerb.Revoke)
            await db.ExecuteAsync(VoidReplacement, row, cancellationToken);
        if (CertificateMessages.Of(request.Verb) is { } kind)
        {
            var told = new TraineeEvent(kind, before.EnrollmentId, before.Id, before.Version + 1)
            {
                CertificateId = before.Id,
                Reason = request.Reason,
            };
            await TraineeOutbox.RecordAsync(db, ids, told, now, cancellationToken);
        }

        audit.Record(
            $"certificate.{request.Verb.ToString().ToLowerInvariant()}",
            request.Id,
            new
            {
                From = before.State,
                To = to,
                request.Reason,
            }
        );
        return (await db.FindAsync<CertificateView>(GetCertificateHandler.ById, key, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE Certificates
        SET State = @State, Reason = @Reason, EndedAt = @EndedAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    /// <summary>A replacement that is still being made would turn the revoked certificate into a valid one.</summary>
    internal static readonly Sql VoidReplacement = new(
        """
        UPDATE Certificates
        SET State = 'Void', Reason = @Reason, EndedAt = @EndedAt, Version = Version + 1
        WHERE ReplacesId = @Id AND State = 'Prepared'
        """
    );
}
