using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Hands in the caller's scores of an application: they are fixed from then on, count in the ranking, and those of others
/// show. <paramref name="Version"/> is the version that the caller saw, or null.
/// </summary>
[Requires(Permission.ReviewApplications)]
public sealed record SubmitScores(Guid ApplicationId, int? Version) : ICommand<ApplicationScores>;

sealed class SubmitScoresHandler(Db db, AuditTrail audit, TimeProvider time, RequestContext context)
    : IRequestHandler<SubmitScores, Result<ApplicationScores>>
{
    public async Task<Result<ApplicationScores>> Handle(SubmitScores request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        var opened = await ScoreBook.OpenForScoringAsync(db, caller, request.ApplicationId, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;

        var of = opened.Value;
        var latest = await ScoreBook.LatestAsync(db, of, caller.Id, cancellationToken);
        if (latest is null)
            return SelectionErrors.NothingToSubmit;
        if (latest.SubmittedAt is not null)
            return SelectionErrors.ScoresLocked;
        if (request.Version is { } seen && seen != latest.Version)
            return Refusal.Stale("scores");

        var missing = of.Scheme.Criteria.Select(c => c.Code).Except(latest.Scores.Select(s => s.Criterion)).ToList();
        if (missing.Count > 0)
            return SelectionErrors.Incomplete(missing);

        var row = new
        {
            latest.Id,
            latest.Version,
            Now = time.GetUtcNow(),
        };
        await db.ChangeAsync(Lock, row, "scores", cancellationToken);
        await db.ExecuteAsync(Rerank, new { of.Scheme.Id }, cancellationToken);
        audit.Record("scores.submitted", latest.Id, new { latest.Attempt });
        return await GetScoresHandler.ViewAsync(db, of, caller, cancellationToken);
    }

    internal static readonly Sql Lock = new(
        """
        UPDATE ScoreSets
        SET SubmittedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND SubmittedAt IS NULL
        """
    );

    internal static readonly Sql Rerank = new(
        "UPDATE SelectionSchemes SET RankingVersion = RankingVersion + 1 WHERE Id = @Id"
    );
}
