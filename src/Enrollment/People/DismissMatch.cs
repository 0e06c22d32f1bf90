using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>Says that two records are two people. They aren't proposed again until what was compared changes.</summary>
[Requires(Permission.MergePeople)]
public sealed record DismissMatch(Guid Id, int? Version, string Reason) : ICommand<MatchProposalView>;

sealed class DismissMatchValidator : AbstractValidator<DismissMatch>
{
    public DismissMatchValidator() => RuleFor(c => c.Reason).Text(1_000);
}

sealed class DismissMatchHandler(Db db, AuditTrail audit, TimeProvider time, RequestContext context)
    : IRequestHandler<DismissMatch, Result<MatchProposalView>>
{
    public async Task<Result<MatchProposalView>> Handle(DismissMatch request, CancellationToken cancellationToken)
    {
        var before = await GetMatchProposalHandler.LoadAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("match", request.Id);
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("match");
        if (before.State != MatchState.Proposed)
            return PersonErrors.MatchDecided(before.State);

        await MatchDecision.SetAsync(
            db,
            before,
            MatchState.Dismissed,
            request.Reason,
            context.Caller.Id,
            time.GetUtcNow(),
            cancellationToken
        );
        audit.Record(
            "match.dismissed",
            request.Id,
            new
            {
                before.FirstId,
                before.SecondId,
                request.Reason,
            }
        );
        return (await GetMatchProposalHandler.LoadAsync(db, request.Id, cancellationToken))!.View;
    }
}

/// <summary>Writes what somebody decided on a proposal.</summary>
static class MatchDecision
{
    internal static Task SetAsync(
        Db db,
        MatchProposalRow before,
        MatchState state,
        string reason,
        string by,
        DateTimeOffset at,
        CancellationToken token
    ) =>
        db.ChangeAsync(
            Decide,
            new
            {
                before.Id,
                before.Version,
                State = state.ToString(),
                DecisionReason = reason,
                DecidedBy = by,
                DecidedAt = at,
            },
            "match",
            token
        );

    internal static readonly Sql Decide = new(
        """
        UPDATE MatchProposals
        SET State = @State, DecisionReason = @DecisionReason, DecidedBy = @DecidedBy, DecidedAt = @DecidedAt,
            Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
