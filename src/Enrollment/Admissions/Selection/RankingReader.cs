using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Admissions.Selection;

/// <summary>An application of a cohort in the ranking, with what a registrar needs to act on it.</summary>
sealed record RankingRow
{
    public Guid Id { get; init; }
    public string PersonName { get; init; } = "";
    public ApplicationState State { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
}

/// <summary>The ranking of a cohort as it is at this moment.</summary>
sealed record CohortRanking(
    SelectionView Scheme,
    int Version,
    IReadOnlyList<RankedCandidate> Candidates,
    IReadOnlyDictionary<Guid, RankingRow> Applications
);

/// <summary>
/// Computes the ranking from what is stored. It shows the scores of all, so nobody gets it who has yet to score an
/// application that is still open; one that is closed is left out for a reviewer who hasn't scored it.
/// </summary>
static class RankingReader
{
    internal static async Task<Result<CohortRanking>> ReadAsync(
        Db db,
        Caller caller,
        Guid cohortId,
        CancellationToken token
    )
    {
        // The version comes first: scores that are submitted meanwhile make it stale, and never the other way round.
        var version = await db.FindAsync<int?>(Version, new { CohortId = cohortId }, token);
        var scheme = await SelectionStore.CurrentAsync(db, cohortId, token);
        if (version is null || scheme is null)
            return SelectionErrors.NoCriteria(cohortId);

        var hidden = await HiddenAsync(db, caller, scheme, token);
        if (hidden.Refusal is { } pending)
            return pending;

        var key = new { CohortId = cohortId, SchemeId = scheme.Id };
        var rows = (await db.QueryAsync<RankingRow>(Applications, key, token))
            .Where(row => !hidden.Value.Contains(row.Id))
            .ToList();
        var sets = (await db.QueryAsync<StandingScore>(Standing, key, token))
            .GroupBy(score => (score.ApplicationId, score.ScoreSetId))
            .ToLookup(
                set => set.Key.ApplicationId,
                IReadOnlyDictionary<string, decimal> (set) =>
                    set.ToDictionary(score => score.Criterion, score => score.Value, StringComparer.Ordinal)
            );
        var candidates = rows.Select(row => new Candidate(row.Id, row.SubmittedAt, [.. sets[row.Id]]));
        return new CohortRanking(scheme, version.Value, Ranking.Of(scheme, candidates), rows.ToDictionary(r => r.Id));
    }

    /// <summary>
    /// The closed applications that the caller was to score and hasn't; refused where there are open ones.
    /// </summary>
    internal static async Task<Result<HashSet<Guid>>> HiddenAsync(
        Db db,
        Caller caller,
        SelectionView scheme,
        CancellationToken token
    )
    {
        var key = new
        {
            scheme.CohortId,
            SchemeId = scheme.Id,
            ReviewerId = caller.Id,
        };
        var pending = await db.QueryAsync<PendingRow>(Pending, key, token);
        var open = pending.Count(row => ApplicationTransitions.Of(ApplicationVerb.Offer).From.Contains(row.State));
        return open > 0 ? SelectionErrors.OwnScoresPending(open) : pending.Select(row => row.Id).ToHashSet();
    }

    sealed record PendingRow
    {
        public Guid Id { get; init; }
        public ApplicationState State { get; init; }
    }

    sealed record StandingScore
    {
        public Guid ApplicationId { get; init; }
        public Guid ScoreSetId { get; init; }
        public string Criterion { get; init; } = "";
        public decimal Value { get; init; }
    }

    internal static readonly Sql Version = new(
        """
        SELECT s.RankingVersion
        FROM SelectionSchemes s
        WHERE s.CohortId = @CohortId
          AND s.Number = (SELECT MAX(n.Number) FROM SelectionSchemes n WHERE n.CohortId = @CohortId)
        """
    );

    internal static readonly Sql Pending = new(
        """
        SELECT a.Id, a.State
        FROM Applications a
        WHERE a.CohortId = @CohortId AND a.State NOT IN ('Draft', 'NotSent')
          AND (EXISTS (SELECT 1 FROM SelectionReviewers r
                       WHERE r.CohortId = a.CohortId AND r.ReviewerId = @ReviewerId)
               OR EXISTS (SELECT 1 FROM ReviewAssignments x
                          WHERE x.ApplicationId = a.Id AND x.ReviewerId = @ReviewerId))
          AND NOT EXISTS (SELECT 1 FROM ScoreSets s
                          WHERE s.SchemeId = @SchemeId AND s.ApplicationId = a.Id AND s.ReviewerId = @ReviewerId
                            AND s.SubmittedAt IS NOT NULL)
        """
    );

    internal static readonly Sql Applications = new(
        """
        SELECT a.Id, n.FullName AS PersonName, a.State, a.SubmittedAt
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.CohortId = @CohortId AND a.State NOT IN ('Draft', 'NotSent')
        """
    );

    internal static readonly Sql Standing = new(
        """
        SELECT s.ApplicationId, c.ScoreSetId, k.Code AS Criterion, c.Value
        FROM ScoreSets s
        JOIN Scores c ON c.ScoreSetId = s.Id
        JOIN SelectionCriteria k ON k.Id = c.CriterionId
        WHERE s.SchemeId = @SchemeId AND s.SubmittedAt IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM ScoreSets l
                          WHERE l.SchemeId = @SchemeId AND l.ApplicationId = s.ApplicationId
                            AND l.ReviewerId = s.ReviewerId AND l.Attempt > s.Attempt AND l.SubmittedAt IS NOT NULL)
        """
    );
}
