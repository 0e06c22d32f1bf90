using Enrollment.Data;

namespace Enrollment.Admissions.Selection;

/// <summary>Loads and saves the criteria of a cohort whole.</summary>
static class SelectionStore
{
    /// <summary>The criteria in force, or null.</summary>
    internal static async Task<SelectionView?> CurrentAsync(Db db, Guid cohortId, CancellationToken token)
    {
        var head = await db.FindAsync<HeadRow>(Current, new { CohortId = cohortId }, token);
        if (head is null)
            return null;

        var key = new { head.Id };
        return new SelectionView
        {
            Id = head.Id,
            CohortId = cohortId,
            Number = head.Number,
            Anonymous = head.Anonymous,
            RequiredReviews = head.RequiredReviews,
            LotterySeed = head.LotterySeed,
            FrozenAt = head.FrozenAt,
            Version = head.Version,
            Criteria = await db.QueryAsync<SelectionCriterion>(Criteria, key, token),
            TieBreaks =
            [
                .. (await db.QueryAsync<TieBreakRow>(TieBreaks, key, token)).Select(row => new TieBreak(
                    row.Kind,
                    row.Criterion
                )),
            ],
        };
    }

    /// <summary>Writes the criteria and tie-breaks of a head that has none.</summary>
    internal static async Task InsertPartsAsync(
        Db db,
        Guid id,
        SelectionFields fields,
        Func<Guid> newId,
        CancellationToken token
    )
    {
        foreach (var (criterion, position) in fields.Criteria.Select((criterion, index) => (criterion, index)))
        {
            var row = new
            {
                Id = newId(),
                SchemeId = id,
                criterion.Code,
                Position = position,
                criterion.Name,
                criterion.Weight,
                criterion.Maximum,
                criterion.Minimum,
            };
            await db.ExecuteAsync(InsertCriterion, row, token);
        }

        foreach (var (tieBreak, position) in fields.TieBreaks.Select((tieBreak, index) => (tieBreak, index)))
        {
            var row = new
            {
                SchemeId = id,
                Position = position,
                Kind = tieBreak.Kind.ToString(),
                tieBreak.Criterion,
            };
            await db.ExecuteAsync(InsertTieBreak, row, token);
        }
    }

    internal static async Task DeletePartsAsync(Db db, Guid id, CancellationToken token)
    {
        await db.ExecuteAsync(DeleteTieBreaks, new { Id = id }, token);
        await db.ExecuteAsync(DeleteCriteria, new { Id = id }, token);
    }

    /// <summary>With the first score the criteria stand; called by the command that enters it.</summary>
    /// <exception cref="LostRaceException">The criteria were changed, or another command has entered the first score.</exception>
    internal static Task FreezeAsync(Db db, SelectionView scheme, DateTimeOffset now, CancellationToken token) =>
        db.ChangeAsync(
            Freeze,
            new
            {
                scheme.Id,
                scheme.Version,
                Now = now,
            },
            "selection",
            token
        );

    internal sealed record HeadRow
    {
        public Guid Id { get; init; }
        public int Number { get; init; }
        public bool Anonymous { get; init; }
        public int RequiredReviews { get; init; }
        public string LotterySeed { get; init; } = "";
        public DateTimeOffset? FrozenAt { get; init; }
        public int Version { get; init; }
    }

    sealed record TieBreakRow
    {
        public TieBreakKind Kind { get; init; }
        public string? Criterion { get; init; }
    }

    internal static readonly Sql Current = new(
        """
        SELECT s.Id, s.Number, s.Anonymous, s.RequiredReviews, s.LotterySeed, s.FrozenAt, s.Version
        FROM SelectionSchemes s
        WHERE s.CohortId = @CohortId
          AND s.Number = (SELECT MAX(n.Number) FROM SelectionSchemes n WHERE n.CohortId = @CohortId)
        """
    );

    internal static readonly Sql Criteria = new(
        "SELECT Code, Name, Weight, Maximum, Minimum FROM SelectionCriteria WHERE SchemeId = @Id ORDER BY Position"
    );

    internal static readonly Sql TieBreaks = new(
        "SELECT Kind, Criterion FROM SelectionTieBreaks WHERE SchemeId = @Id ORDER BY Position"
    );

    internal static readonly Sql InsertCriterion = new(
        """
        INSERT INTO SelectionCriteria (Id, SchemeId, Code, Position, Name, Weight, Maximum, Minimum)
        VALUES (@Id, @SchemeId, @Code, @Position, @Name, @Weight, @Maximum, @Minimum)
        """
    );

    internal static readonly Sql InsertTieBreak = new(
        """
        INSERT INTO SelectionTieBreaks (SchemeId, Position, Kind, Criterion)
        VALUES (@SchemeId, @Position, @Kind, @Criterion)
        """
    );

    internal static readonly Sql DeleteCriteria = new("DELETE FROM SelectionCriteria WHERE SchemeId = @Id");

    internal static readonly Sql DeleteTieBreaks = new("DELETE FROM SelectionTieBreaks WHERE SchemeId = @Id");

    internal static readonly Sql Freeze = new(
        "UPDATE SelectionSchemes SET FrozenAt = @Now WHERE Id = @Id AND Version = @Version AND FrozenAt IS NULL"
    );
}
