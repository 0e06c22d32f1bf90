using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Circumstances;

/// <summary>
/// Takes a claim back before it is decided. <paramref name="Version"/> is the version that the caller saw, or null.
/// </summary>
[Requires(Permission.ClaimCircumstances)]
public sealed record WithdrawClaim(Guid Id, int? Version) : ICommand<ClaimView>;

sealed class WithdrawClaimHandler(Db db, AuditTrail audit, RequestContext context)
    : IRequestHandler<WithdrawClaim, Result<ClaimView>>
{
    public async Task<Result<ClaimView>> Handle(WithdrawClaim request, CancellationToken cancellationToken)
    {
        var claim = await ClaimView.FindAsync(db, request.Id, cancellationToken);
        if (claim is null)
            return CircumstanceErrors.NoClaim(request.Id);
        if (!context.Caller.MayActFor(claim.PersonId))
            return AccountErrors.NotYours;
        if (request.Version is { } seen && seen != claim.Version)
            return Refusal.Stale("circumstance_claim");
        var transition = ClaimTransitions.Of(ClaimVerb.Withdraw);
        if (!transition.From.Contains(claim.State))
            return CircumstanceErrors.WrongState(transition.Verb, claim.State);

        var row = new
        {
            claim.Id,
            claim.Version,
            State = transition.To.ToString(),
        };
        await db.ChangeAsync(Update, row, "circumstance_claim", cancellationToken);
        audit.Record("claim.withdrawn", claim.EnrollmentId, new { ClaimId = claim.Id });
        return (await ClaimView.FindAsync(db, claim.Id, cancellationToken))!.WithoutStatement;
    }

    internal static readonly Sql Update = new(
        "UPDATE CircumstanceClaims SET State = @State, Version = Version + 1 WHERE Id = @Id AND Version = @Version"
    );
}
