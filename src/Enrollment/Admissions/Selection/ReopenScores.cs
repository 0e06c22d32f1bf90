using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Starts another attempt at scores that were submitted, as a draft with the same scores. The submitted ones stay as they
/// are, and count until the new ones are in.
/// </summary>
[Requires(Permission.ReviewApplications)]
public sealed record ReopenScores(Guid ApplicationId, int? Version, string Reason) : ICommand<ApplicationScores>;

sealed class ReopenScoresValidator : AbstractValidator<ReopenScores>
{
    public ReopenScoresValidator() => RuleFor(c => c.Reason).NotEmpty().Prose(1_000);
}

sealed class ReopenScoresHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<ReopenScores, Result<ApplicationScores>>
{
    public async Task<Result<ApplicationScores>> Handle(ReopenScores request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        var opened = await ScoreBook.OpenForScoringAsync(db, caller, request.ApplicationId, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;

        var of = opened.Value;
        var latest = await ScoreBook.LatestAsync(db, of, caller.Id, cancellationToken);
        if (latest?.SubmittedAt is null)
            return SelectionErrors.NotSubmitted;
        if (request.Version is { } seen && seen != latest.Version)
            return Refusal.Stale("scores");

        var row = new
        {
            Id = ids.New(),
            SchemeId = of.Scheme.Id,
            of.ApplicationId,
            ReviewerId = caller.Id,
            Attempt = latest.Attempt + 1,
            request.Reason,
            // Goes on from the attempt before, so that an ETag of that one never fits this one.
            Version = latest.Version + 1,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(SetScoresHandler.Insert, row, cancellationToken))
            return Refusal.Stale("scores");

        await db.ExecuteAsync(Copy, new { row.Id, OldId = latest.Id }, cancellationToken);
        audit.Record("scores.reopened", row.Id, new { row.Attempt });
        return await GetScoresHandler.ViewAsync(db, of, caller, cancellationToken);
    }

    internal static readonly Sql Copy = new(
        """
        INSERT INTO Scores (ScoreSetId, CriterionId, Value, Comment)
        SELECT @Id, CriterionId, Value, Comment FROM Scores WHERE ScoreSetId = @OldId
        """
    );
}
