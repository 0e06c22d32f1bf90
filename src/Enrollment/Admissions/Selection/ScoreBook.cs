using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Admissions.Selection;

/// <summary>An application in the eyes of one caller: whether they are to score it, and by which criteria.</summary>
sealed record ReviewCase
{
    public Guid ApplicationId { get; init; }
    public Guid CohortId { get; init; }
    public ApplicationState State { get; init; }

    /// <summary>Whether the caller is a reviewer of this application.</summary>
    public bool Assigned { get; init; }
    public SelectionView Scheme { get; init; } = null!;

    /// <summary>Whether it is still to be decided, so that scores matter: where an offer can be made from.</summary>
    internal bool IsOpen => ApplicationTransitions.Of(ApplicationVerb.Offer).From.Contains(State);
}

/// <summary>One attempt of one reviewer, with a score in each criterion that has one.</summary>
public sealed record ScoreSetView
{
    public Guid Id { get; init; }
    public string ReviewerId { get; init; } = "";

    /// <summary>1 for the first one.</summary>
    public int Attempt { get; init; }

    /// <summary>Why there is an attempt after the first.</summary>
    public string? Reason { get; init; }

    /// <summary>From then on it is fixed; null: a draft that only its author sees.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<ScoreView> Scores { get; init; } = [];
}

/// <summary>A score in one criterion, from 0 to its maximum.</summary>
public sealed record ScoreView
{
    /// <summary>Its code.</summary>
    public string Criterion { get; init; } = "";
    public decimal Value { get; init; }
    public string? Comment { get; init; }
}

/// <summary>
/// Loads what reviewers have scored. Others' sets are loaded by one function alone, which leaves out drafts; whoever calls
/// it must have asked whether the caller's own are in.
/// </summary>
static class ScoreBook
{
    /// <summary>The case, or why it can't be looked at.</summary>
    internal static async Task<Result<ReviewCase>> OpenAsync(
        Db db,
        Caller caller,
        Guid applicationId,
        CancellationToken token
    )
    {
        var key = new { Id = applicationId, ReviewerId = caller.Id };
        var found = await db.FindAsync<ReviewCase>(Case, key, token);
        if (found is null)
            return Refusal.NotFound("application", applicationId);

        return await SelectionStore.CurrentAsync(db, found.CohortId, token) is { } scheme
            ? found with
            {
                Scheme = scheme,
            }
            : SelectionErrors.NoCriteria(found.CohortId);
    }

    /// <summary>The case for the one who scores: refused where the caller isn't to, or nobody is any more.</summary>
    internal static async Task<Result<ReviewCase>> OpenForScoringAsync(
        Db db,
        Caller caller,
        Guid applicationId,
        CancellationToken token
    )
    {
        var opened = await OpenAsync(db, caller, applicationId, token);
        if (opened.Refusal is not null)
            return opened;
        if (!opened.Value.Assigned)
            return SelectionErrors.NotAReviewer;

        return opened.Value.IsOpen ? opened : SelectionErrors.NotInSelection(opened.Value.State);
    }

    /// <summary>The reviewer's attempts, the latest first.</summary>
    internal static Task<IReadOnlyList<ScoreSetView>> OwnAsync(
        Db db,
        ReviewCase of,
        string reviewerId,
        CancellationToken token
    ) => LoadAsync(db, Own, OwnScores, of, reviewerId, token);

    /// <summary>The reviewer's latest attempt, or null.</summary>
    internal static async Task<ScoreSetView?> LatestAsync(
        Db db,
        ReviewCase of,
        string reviewerId,
        CancellationToken token
    ) => await OwnAsync(db, of, reviewerId, token) is [var latest, ..] ? latest : null;

    /// <summary>What the other reviewers have submitted, every attempt.</summary>
    internal static Task<IReadOnlyList<ScoreSetView>> OthersAsync(
        Db db,
        ReviewCase of,
        string reviewerId,
        CancellationToken token
    ) => LoadAsync(db, Others, OthersScores, of, reviewerId, token);

    static async Task<IReadOnlyList<ScoreSetView>> LoadAsync(
        Db db,
        Sql sets,
        Sql scores,
        ReviewCase of,
        string reviewerId,
        CancellationToken token
    )
    {
        var key = new
        {
            SchemeId = of.Scheme.Id,
            of.ApplicationId,
            ReviewerId = reviewerId,
        };
        var heads = await db.QueryAsync<ScoreSetView>(sets, key, token);
        var rows = (await db.QueryAsync<ScoreRow>(scores, key, token)).ToLookup(row => row.ScoreSetId);
        return
        [
            .. heads.Select(head =>
                head with
                {
                    Scores =
                    [
                        .. rows[head.Id]
                            .Select(row => new ScoreView
                            {
                                Criterion = row.Criterion,
                                Value = row.Value,
                                Comment = row.Comment,
                            }),
                    ],
                }
            ),
        ];
    }

    sealed record ScoreRow
    {
        public Guid ScoreSetId { get; init; }
        public string Criterion { get; init; } = "";
        public decimal Value { get; init; }
        public string? Comment { get; init; }
    }

    internal static readonly Sql Case = new(
        """
        SELECT a.Id AS ApplicationId, a.CohortId, a.State,
               CASE WHEN EXISTS (SELECT 1 FROM SelectionReviewers r
                                 WHERE r.CohortId = a.CohortId AND r.ReviewerId = @ReviewerId)
                      OR EXISTS (SELECT 1 FROM ReviewAssignments x
                                 WHERE x.ApplicationId = a.Id AND x.ReviewerId = @ReviewerId)
                    THEN 1 ELSE 0 END AS Assigned
        FROM Applications a
        WHERE a.Id = @Id
        """
    );

    internal static readonly Sql Own = new(
        """
        SELECT Id, ReviewerId, Attempt, Reason, SubmittedAt, Version
        FROM ScoreSets
        WHERE SchemeId = @SchemeId AND ApplicationId = @ApplicationId AND ReviewerId = @ReviewerId
        ORDER BY Attempt DESC
        """
    );

    internal static readonly Sql OwnScores = new(
        """
        SELECT c.ScoreSetId, k.Code AS Criterion, c.Value, c.Comment
        FROM ScoreSets s
        JOIN Scores c ON c.ScoreSetId = s.Id
        JOIN SelectionCriteria k ON k.Id = c.CriterionId
        WHERE s.SchemeId = @SchemeId AND s.ApplicationId = @ApplicationId AND s.ReviewerId = @ReviewerId
        ORDER BY k.Position
        """
    );

    internal static readonly Sql Others = new(
        """
        SELECT Id, ReviewerId, Attempt, Reason, SubmittedAt, Version
        FROM ScoreSets
        WHERE SchemeId = @SchemeId AND ApplicationId = @ApplicationId AND ReviewerId <> @ReviewerId
          AND SubmittedAt IS NOT NULL
        ORDER BY ReviewerId, Attempt DESC
        """
    );

    internal static readonly Sql OthersScores = new(
        """
        SELECT c.ScoreSetId, k.Code AS Criterion, c.Value, c.Comment
        FROM ScoreSets s
        JOIN Scores c ON c.ScoreSetId = s.Id
        JOIN SelectionCriteria k ON k.Id = c.CriterionId
        WHERE s.SchemeId = @SchemeId AND s.ApplicationId = @ApplicationId AND s.ReviewerId <> @ReviewerId
          AND s.SubmittedAt IS NOT NULL
        ORDER BY k.Position
        """
    );
}
