using Enrollment.Data;

namespace Enrollment.Admissions;

/// <summary>A person's applications, as other features may move them inside their own command.</summary>
public static class PersonApplications
{
    internal static Task<IReadOnlyList<Guid>> OfAsync(Db db, Guid personId, CancellationToken token) =>
        db.QueryAsync<Guid>(Ids, new { PersonId = personId }, token);

    /// <summary>
    /// The codes of the cohorts that both people have an application to, unless that of the first one has come to nothing:
    /// such a one stays where it is.
    /// </summary>
    internal static Task<IReadOnlyList<string>> SharedAsync(Db db, Guid one, Guid other, CancellationToken token) =>
        db.QueryAsync<string>(Shared, new { PersonId = one, OtherId = other }, token);

    /// <summary>Gives an application to another person; nothing where it isn't the first one's, or the other has one there.</summary>
    internal static async Task<int> MoveAsync(Db db, Guid id, Guid from, Guid to, CancellationToken token)
    {
        var key = new
        {
            Id = id,
            PersonId = from,
            OtherId = to,
        };
        var moved = await db.ExecuteAsync(Move, key, token);
        if (moved == 1 && await db.FindAsync<Choice>(ChoiceOf, key, token) is { RoundId: { } round } choice)
        {
            var open = choice.State.OpenChoices();
            await RoundChoices.MoveAsync(db, from, round, -open, -1, isLimited: false, token);
            await RoundChoices.MoveAsync(db, to, round, open, 1, isLimited: false, token);
        }

        return moved;
    }

    sealed record Choice
    {
        public Guid? RoundId { get; init; }
        public ApplicationState State { get; init; }
    }

    internal static readonly Sql ChoiceOf = new("SELECT RoundId, State FROM Applications WHERE Id = @Id");

    internal static readonly Sql Ids = new("SELECT Id FROM Applications WHERE PersonId = @PersonId ORDER BY Id");

    internal static readonly Sql Shared = new(
        """
        SELECT h.Code
        FROM Applications a
        JOIN Applications o ON o.CohortId = a.CohortId AND o.PersonId = @OtherId
        JOIN Cohorts h ON h.Id = a.CohortId
        WHERE a.PersonId = @PersonId AND a.State NOT IN ('Withdrawn', 'Rejected', 'Declined', 'OfferExpired',
              'OfferWithdrawn', 'ConditionsNotMet', 'NotSent')
        ORDER BY h.Code
        """
    );

    internal static readonly Sql Move = new(
        """
        UPDATE Applications
        SET PersonId = @OtherId, Version = Version + 1
        WHERE Id = @Id AND PersonId = @PersonId
          AND NOT EXISTS (SELECT 1 FROM Applications o
                          WHERE o.PersonId = @OtherId AND o.CohortId = Applications.CohortId)
        """
    );
}
