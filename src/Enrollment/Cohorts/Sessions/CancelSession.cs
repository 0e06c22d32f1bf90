using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts.Sessions;

/// <summary>
/// Cancels a session, before it or afterwards; it then counts for nobody, and what was recorded is kept.
/// <paramref name="Version"/> is the version that the caller saw, or null.
/// </summary>
[Requires(Permission.ManageCohorts)]
public sealed record CancelSession(Guid Id, int? Version, string Reason) : ICommand<SessionView>;

/// <summary>Takes a cancellation back, with the reason why.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record ReinstateSession(Guid Id, int? Version, string Reason) : ICommand<SessionView>;

sealed class CancelSessionValidator : AbstractValidator<CancelSession>
{
    public CancelSessionValidator() => RuleFor(c => c.Reason).NotEmpty().Prose(1_000);
}

sealed class ReinstateSessionValidator : AbstractValidator<ReinstateSession>
{
    public ReinstateSessionValidator() => RuleFor(c => c.Reason).NotEmpty().Prose(1_000);
}

sealed class CancelSessionHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<CancelSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(CancelSession request, CancellationToken cancellationToken)
    {
        var session = await SessionView.FindAsync(db, request.Id, cancellationToken);
        if (session is null)
            return Refusal.NotFound("session", request.Id);
        if (request.Version is { } seen && seen != session.Version)
            return Refusal.Stale("session");
        if (session.CancelledAt is not null)
            return SessionErrors.Cancelled;

        var change = new
        {
            session.Id,
            session.Version,
            request.Reason,
            Now = time.GetUtcNow(),
        };
        await db.ChangeAsync(Cancel, change, "session", cancellationToken);
        audit.Record("session.cancelled", session.Id, new { request.Reason });
        return (await SessionView.FindAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Cancel = new(
        """
        UPDATE CohortSessions
        SET CancelledAt = @Now, CancelReason = @Reason, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND CancelledAt IS NULL
        """
    );
}

sealed class ReinstateSessionHandler(Db db, AuditTrail audit) : IRequestHandler<ReinstateSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(ReinstateSession request, CancellationToken cancellationToken)
    {
        var session = await SessionView.FindAsync(db, request.Id, cancellationToken);
        if (session is null)
            return Refusal.NotFound("session", request.Id);
        if (request.Version is { } seen && seen != session.Version)
            return Refusal.Stale("session");
        if (session.CancelledAt is null)
            return SessionErrors.NotCancelled;

        await db.ChangeAsync(Reinstate, new { session.Id, session.Version }, "session", cancellationToken);
        audit.Record("session.reinstated", session.Id, new { Was = session.CancelReason, request.Reason });
        return (await SessionView.FindAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Reinstate = new(
        """
        UPDATE CohortSessions
        SET CancelledAt = NULL, CancelReason = NULL, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND CancelledAt IS NOT NULL
        """
    );
}
