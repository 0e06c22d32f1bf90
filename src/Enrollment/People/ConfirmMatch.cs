using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>Says that two records are one person, and merges them; <paramref name="SurvivorId"/> is the one that goes on.</summary>
[Requires(Permission.MergePeople)]
public sealed record ConfirmMatch(Guid Id, int? Version, Guid SurvivorId, string Reason) : ICommand<MergeView>;

sealed class ConfirmMatchValidator : AbstractValidator<ConfirmMatch>
{
    public ConfirmMatchValidator() => RuleFor(c => c.Reason).Text(1_000);
}

sealed class ConfirmMatchHandler(Db db, PersonMerging merging) : IRequestHandler<ConfirmMatch, Result<MergeView>>
{
    public async Task<Result<MergeView>> Handle(ConfirmMatch request, CancellationToken cancellationToken)
    {
        var proposal = await GetMatchProposalHandler.LoadAsync(db, request.Id, cancellationToken);
        if (proposal is null)
            return Refusal.NotFound("match", request.Id);
        if (request.Version is { } seen && seen != proposal.Version)
            return Refusal.Stale("match");
        if (proposal.State != MatchState.Proposed)
            return PersonErrors.MatchDecided(proposal.State);
        if (request.SurvivorId != proposal.FirstId && request.SurvivorId != proposal.SecondId)
            return PersonErrors.NoneOfBoth;

        var merged = request.SurvivorId == proposal.FirstId ? proposal.SecondId : proposal.FirstId;
        return await merging.MergeAsync(
            new MergePeople(merged, request.SurvivorId, null, request.Reason),
            cancellationToken
        );
    }
}
