using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// Undoes the merge of a record: what moved to the survivor by it comes back. What the survivor got since stays with the
/// survivor, and so does what was taken from it meanwhile.
/// </summary>
[Requires(Permission.MergePeople)]
public sealed record UnmergePerson(Guid MergedId, string Reason) : ICommand<MergeView>;

sealed class UnmergePersonValidator : AbstractValidator<UnmergePerson>
{
    public UnmergePersonValidator() => RuleFor(c => c.Reason).Text(1_000);
}

sealed class UnmergePersonHandler(
    Db db,
    AuditTrail audit,
    Ids ids,
    TimeProvider time,
    RequestContext context,
    INationalNumberVault vault
) : IRequestHandler<UnmergePerson, Result<MergeView>>
{
    public async Task<Result<MergeView>> Handle(UnmergePerson request, CancellationToken cancellationToken)
    {
        var merge = await db.FindAsync<MergeRecord>(MergeRecord.Standing, new { request.MergedId }, cancellationToken);
        if (merge is null)
            return PersonErrors.NotMerged(request.MergedId);
        // A survivor that was merged away itself has given these rows on: they come back in the opposite order.
        if (await PersonStore.HoldAsync(db, merge.SurvivorId, cancellationToken) is { } refusal)
            return refusal;

        var undone = new
        {
            merge.Id,
            request.Reason,
            UndoneBy = context.Caller.Id,
            UndoneAt = time.GetUtcNow(),
        };
        await db.ChangeAsync(MergeRecord.Undo, undone, "merge", cancellationToken);
        await db.ChangeAsync(Free, new { Id = merge.MergedId, merge.SurvivorId }, "person", cancellationToken);
        var rows = new MergedRows(db, vault);
        var back = new List<MergedRow>();
        foreach (
            var row in await db.QueryAsync<MergedRow>(MergeRecord.Rows, new { MergeId = merge.Id }, cancellationToken)
        )
        {
            if (await rows.MoveAsync(row, merge.SurvivorId, merge.MergedId, cancellationToken))
                back.Add(row);
        }

        await PersonMessages.FollowAsync(db, merge.SurvivorId, merge.MergedId, cancellationToken);
        await DismissAsync(merge, request.Reason, cancellationToken);
        await MatchTasks.AddAsync(db, ids, [merge.MergedId, merge.SurvivorId], keysDue: true, cancellationToken);
        var view = MergeView.Of(merge.Id, merge.MergedId, merge.SurvivorId, back);
        audit.Record("person.unmerged", merge.MergedId, new { view, request.Reason });
        audit.Record("person.gave_back_merge", merge.SurvivorId, new { view.Id, view.MergedId });
        return view;
    }

    /// <summary>They are two people after all.</summary>
    async Task DismissAsync(MergeRecord merge, string reason, CancellationToken token)
    {
        var rows = await db.QueryAsync<MatchProposalRow>(
            ListMatchesOfHandler.OfPerson,
            new { PersonId = merge.MergedId },
            token
        );
        if (rows.FirstOrDefault(row => row.FirstId == merge.SurvivorId || row.SecondId == merge.SurvivorId) is { } pair)
            await MatchDecision.SetAsync(
                db,
                pair,
                MatchState.Dismissed,
                reason,
                context.Caller.Id,
                time.GetUtcNow(),
                token
            );
    }

    internal static readonly Sql Free = new(
        "UPDATE People SET MergedIntoId = NULL, Version = Version + 1 WHERE Id = @Id AND MergedIntoId = @SurvivorId"
    );
}
