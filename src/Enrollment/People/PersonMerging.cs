using Enrollment.Admissions;
using Enrollment.Audit;
using Enrollment.Certificates;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Messages;
using Enrollment.Pipeline;

namespace Enrollment.People;

/// <summary>The merge itself, asked for directly or by confirming a proposal.</summary>
sealed class PersonMerging(
    Db db,
    AuditTrail audit,
    Ids ids,
    TimeProvider time,
    RequestContext context,
    INationalNumberVault vault
)
{
    internal async Task<Result<MergeView>> MergeAsync(MergePeople request, CancellationToken cancellationToken)
    {
        var (merged, survivor) = (request.MergedId, request.SurvivorId);
        // In the order of their ids: two that merge the same records in either direction don't block one another.
        Guid[] both = merged.CompareTo(survivor) < 0 ? [merged, survivor] : [survivor, merged];
        foreach (var id in both)
        {
            if (await PersonStore.HoldAsync(db, id, cancellationToken) is { } refusal)
                return refusal;
        }

        var before = (await PersonStore.LoadAsync(db, merged, cancellationToken))!;
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("person");
        if (await ConflictsAsync(merged, survivor, cancellationToken) is { Count: > 0 } conflicts)
            return PersonErrors.MergeConflicts(conflicts);

        var moved = await new MergedRows(db, vault).MoveAllAsync(merged, survivor, cancellationToken);
        await PersonMessages.FollowAsync(db, merged, survivor, cancellationToken);
        await db.ChangeAsync(
            Point,
            new
            {
                Id = merged,
                before.Version,
                SurvivorId = survivor,
            },
            "person",
            cancellationToken
        );
        var mergeId = ids.New();
        await MergeRecord.WriteAsync(
            db,
            mergeId,
            request,
            moved,
            context.Caller.Id,
            time.GetUtcNow(),
            cancellationToken
        );
        await ConfirmAsync(request, cancellationToken);
        await MatchTasks.AddAsync(db, ids, survivor, cancellationToken);
        var view = MergeView.Of(mergeId, merged, survivor, moved);
        audit.Record("person.merged", merged, new { view, request.Reason });
        audit.Record("person.received_merge", survivor, new { view.Id, view.MergedId });
        return view;
    }

    /// <summary>What the survivor would have twice, each with the way out.</summary>
    async Task<IReadOnlyList<FieldProblem>> ConflictsAsync(Guid merged, Guid survivor, CancellationToken token) =>
        [
            .. (await PersonApplications.SharedAsync(db, merged, survivor, token)).Select(PersonErrors.BothApplied),
            .. (await PersonEnrollments.SharedAsync(db, merged, survivor, token)).Select(PersonErrors.BothEnrolled),
            .. (await PersonAwards.SharedAsync(db, merged, survivor, token)).Select(PersonErrors.BothAwarded),
        ];

    /// <summary>Where the pair was proposed, that is decided by this.</summary>
    async Task ConfirmAsync(MergePeople request, CancellationToken token)
    {
        var rows = await db.QueryAsync<MatchProposalRow>(
            ListMatchesOfHandler.OfPerson,
            new { PersonId = request.MergedId },
            token
        );
        var proposal = rows.FirstOrDefault(row =>
            row.FirstId == request.SurvivorId || row.SecondId == request.SurvivorId
        );
        if (proposal is not null)
            await MatchDecision.SetAsync(
                db,
                proposal,
                MatchState.Confirmed,
                request.Reason,
                context.Caller.Id,
                time.GetUtcNow(),
                token
            );
        // The rest of the merged record's proposals is found again for the survivor.
        foreach (var other in rows.Where(row => row.State == MatchState.Proposed && row.Id != proposal?.Id))
            await db.ChangeAsync(RecordMatchesHandler.Outdate, new { other.Id, other.Version }, "match", token);
    }

    internal static readonly Sql Point = new(
        """
        UPDATE People
        SET MergedIntoId = @SurvivorId, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND MergedIntoId IS NULL
        """
    );
}
