using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Replaces the caller's draft of scores of an application; criteria may be missing until it is submitted.
/// <paramref name="Version"/> is 0 for the first draft.
/// </summary>
[Requires(Permission.ReviewApplications)]
public sealed record SetScores(Guid ApplicationId, int Version, IReadOnlyList<ScoreEntry> Scores)
    : ICommand<ApplicationScores>;

/// <summary>A score to be entered.</summary>
public sealed record ScoreEntry
{
    /// <summary>The code of a criterion.</summary>
    public required string Criterion { get; init; }

    /// <summary>0 to the criterion's maximum with at most two decimals.</summary>
    public required decimal Value { get; init; }

    /// <summary>Up to 2,000 characters.</summary>
    public string? Comment { get; init; }
}

sealed class SetScoresValidator : AbstractValidator<SetScores>
{
    public SetScoresValidator()
    {
        RuleFor(c => c.Scores)
            .NotNull()
            .Must(list => list is null || list.Count <= 20)
            .WithMessage("Send at most one score per criterion.")
            .Must(list =>
                list is null || list.Select(s => s.Criterion).Distinct(StringComparer.Ordinal).Count() == list.Count
            )
            .WithMessage("A criterion is scored twice.");
        RuleForEach(c => c.Scores)
            .ChildRules(score =>
            {
                score.RuleFor(s => s.Criterion).Code();
                score.RuleFor(s => s.Comment).Prose(2_000);
            });
    }
}

/// <remarks>
/// What the audit trail tells is the id of the set of scores alone: the application or a value would show to readers of
/// the trail who have yet to score. The sets themselves are never changed once submitted.
/// </remarks>
sealed class SetScoresHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<SetScores, Result<ApplicationScores>>
{
    public async Task<Result<ApplicationScores>> Handle(SetScores request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        var opened = await ScoreBook.OpenForScoringAsync(db, caller, request.ApplicationId, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;

        var of = opened.Value;
        var problems = Problems(of.Scheme, request.Scores).ToList();
        if (problems.Count > 0)
            return SelectionErrors.Unfit(problems);

        var latest = await ScoreBook.LatestAsync(db, of, caller.Id, cancellationToken);
        if (latest?.SubmittedAt is not null)
            return SelectionErrors.ScoresLocked;
        if ((latest?.Version ?? 0) != request.Version)
            return Refusal.Stale("scores");

        if (of.Scheme.FrozenAt is null)
            await SelectionStore.FreezeAsync(db, of.Scheme, time.GetUtcNow(), cancellationToken);
        var id = latest?.Id ?? ids.New();
        if (latest is not null)
            await db.ChangeAsync(Touch, new { Id = id, request.Version }, "scores", cancellationToken);
        else if (!await db.TryInsertAsync(Insert, First(of, id), cancellationToken))
            return Refusal.Stale("scores");

        await ReplaceAsync(id, of.Scheme, request.Scores, cancellationToken);
        audit.Record("scores.entered", id);
        return await GetScoresHandler.ViewAsync(db, of, caller, cancellationToken);
    }

    static IEnumerable<FieldProblem> Problems(SelectionView scheme, IReadOnlyList<ScoreEntry> scores)
    {
        foreach (var (score, index) in scores.Select((score, index) => (score, index)))
        {
            if (scheme.Criteria.SingleOrDefault(c => c.Code == score.Criterion) is not { } criterion)
                yield return SelectionErrors.UnknownCriterion(index);
            else if (score.Value < 0 || score.Value > criterion.Maximum || decimal.Round(score.Value, 2) != score.Value)
                yield return SelectionErrors.OutOfRange(index, criterion.Maximum);
        }
    }

    object First(ReviewCase of, Guid id) =>
        new
        {
            Id = id,
            SchemeId = of.Scheme.Id,
            of.ApplicationId,
            ReviewerId = context.Caller.Id,
            Attempt = 1,
            Reason = (string?)null,
            Version = 1,
            Now = time.GetUtcNow(),
        };

    async Task ReplaceAsync(Guid id, SelectionView scheme, IReadOnlyList<ScoreEntry> scores, CancellationToken token)
    {
        await db.ExecuteAsync(Delete, new { Id = id }, token);
        foreach (var score in scores)
        {
            var row = new
            {
                Id = id,
                SchemeId = scheme.Id,
                score.Criterion,
                score.Value,
                score.Comment,
            };
            await db.ExecuteAsync(InsertScore, row, token);
        }
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO ScoreSets (Id, SchemeId, ApplicationId, ReviewerId, Attempt, Reason, Version, CreatedAt)
        VALUES (@Id, @SchemeId, @ApplicationId, @ReviewerId, @Attempt, @Reason, @Version, @Now)
        """
    );

    internal static readonly Sql Touch = new(
        "UPDATE ScoreSets SET Version = Version + 1 WHERE Id = @Id AND Version = @Version AND SubmittedAt IS NULL"
    );

    internal static readonly Sql Delete = new("DELETE FROM Scores WHERE ScoreSetId = @Id");

    internal static readonly Sql InsertScore = new(
        """
        INSERT INTO Scores (ScoreSetId, CriterionId, Value, Comment)
        SELECT @Id, k.Id, @Value, @Comment FROM SelectionCriteria k WHERE k.SchemeId = @SchemeId AND k.Code = @Criterion
        """
    );
}
