using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Declares the criteria of a cohort, or the next ones where scores were entered under those that it has. Scores belong
/// to the criteria that they were given under, and don't count under others.
/// </summary>
[Requires(Permission.ManageCohorts)]
public sealed record CreateSelection(Guid CohortId, SelectionFields Fields) : ICommand<SelectionView>;

sealed class CreateSelectionValidator : AbstractValidator<CreateSelection>
{
    public CreateSelectionValidator() => RuleFor(c => c.Fields).SetValidator(new SelectionFieldsValidator());
}

sealed class CreateSelectionHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateSelection, Result<SelectionView>>
{
    public async Task<Result<SelectionView>> Handle(CreateSelection request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var last = await db.FindAsync<LastRow>(Last, new { request.CohortId }, cancellationToken);
        if (last is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (last.Number > 0 && last.FrozenAt is null)
            return SelectionErrors.CriteriaOpen;

        var id = ids.New();
        var row = new
        {
            Id = id,
            request.CohortId,
            Number = last.Number + 1,
            f.Anonymous,
            f.RequiredReviews,
            LotterySeed = f.LotterySeed ?? id.ToString(),
            // A ranking by the criteria before mustn't be taken for one by these.
            RankingVersion = last.RankingVersion + 1,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            throw new LostRaceException("selection");

        await SelectionStore.InsertPartsAsync(db, id, f, ids.New, cancellationToken);
        audit.Record(
            "selection.created",
            request.CohortId,
            new
            {
                Id = id,
                row.Number,
                row.LotterySeed,
                New = f,
            }
        );
        return (await SelectionStore.CurrentAsync(db, request.CohortId, cancellationToken))!;
    }

    sealed record LastRow
    {
        public int Number { get; init; }
        public int RankingVersion { get; init; }
        public DateTimeOffset? FrozenAt { get; init; }
    }

    /// <summary>Number 0 where the cohort has no criteria yet; no row where there is no such cohort.</summary>
    internal static readonly Sql Last = new(
        """
        SELECT COALESCE(s.Number, 0) AS Number, COALESCE(s.RankingVersion, 0) AS RankingVersion, s.FrozenAt
        FROM Cohorts h
        LEFT JOIN SelectionSchemes s
            ON s.CohortId = h.Id
            AND s.Number = (SELECT MAX(n.Number) FROM SelectionSchemes n WHERE n.CohortId = h.Id)
        WHERE h.Id = @CohortId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO SelectionSchemes
            (Id, CohortId, Number, Anonymous, RequiredReviews, LotterySeed, RankingVersion, Version, CreatedAt)
        VALUES
            (@Id, @CohortId, @Number, @Anonymous, @RequiredReviews, @LotterySeed, @RankingVersion, 1, @Now)
        """
    );
}
