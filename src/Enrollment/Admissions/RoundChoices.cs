using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>
/// How many applications a person has in an admission round (rule 3), counted on one row that every change of them takes
/// first: two of a person's commands in a round meet there, so that the limits hold and one acceptance closes the rest.
/// </summary>
static class RoundChoices
{
    /// <summary>Moves the counters; null, or why not. The limits hold a new choice only, never a registrar's undo.</summary>
    internal static async Task<Refusal?> MoveAsync(
        Db db,
        Guid personId,
        Guid roundId,
        int open,
        int total,
        CancellationToken token
    )
    {
        var row = new
        {
            PersonId = personId,
            RoundId = roundId,
            Open = open,
            Total = total,
        };
        if (await db.ExecuteAsync(Move, row, token) == 1)
            return null;

        if (await db.FindAsync<Choices>(Find, row, token) is not { } choices)
        {
            await db.TryInsertAsync(Insert, row, token);
            return await db.ExecuteAsync(Move, row, token) == 1 ? null : await WhyNotAsync(db, row, total, token);
        }

        return WhyNot(choices, total);
    }

    static async Task<Refusal> WhyNotAsync(Db db, object row, int total, CancellationToken token) =>
        WhyNot((await db.FindAsync<Choices>(Find, row, token))!, total);

    static Refusal WhyNot(Choices choices, int total) =>
        choices.TotalChoices + total > choices.MaximumTotal
            ? ApplicationErrors.TooManyChoices(choices.MaximumTotal.Value)
            : ApplicationErrors.TooManyOpen(
                choices.MaximumOpen ?? throw new InvalidOperationException("The choices of a round moved below zero.")
            );

    sealed record Choices
    {
        public int OpenChoices { get; init; }
        public int TotalChoices { get; init; }
        public int? MaximumOpen { get; init; }
        public int? MaximumTotal { get; init; }
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO RoundChoices (PersonId, RoundId, OpenChoices, TotalChoices) VALUES (@PersonId, @RoundId, 0, 0)
        """
    );

    internal static readonly Sql Move = new(
        """
        UPDATE RoundChoices
        SET OpenChoices = OpenChoices + @Open, TotalChoices = TotalChoices + @Total
        WHERE PersonId = @PersonId AND RoundId = @RoundId
          AND (@Total <= 0 OR NOT EXISTS (
              SELECT 1 FROM AdmissionRounds r
              WHERE r.Id = RoundChoices.RoundId
                AND (r.MaximumOpen < RoundChoices.OpenChoices + @Open
                     OR r.MaximumTotal < RoundChoices.TotalChoices + @Total)))
        """
    );

    internal static readonly Sql Find = new(
        """
        SELECT c.OpenChoices, c.TotalChoices, r.MaximumOpen, r.MaximumTotal
        FROM RoundChoices c
        JOIN AdmissionRounds r ON r.Id = c.RoundId
        WHERE c.PersonId = @PersonId AND c.RoundId = @RoundId
        """
    );
}
