using Enrollment.Data;

namespace Enrollment.Enrollments;

/// <summary>A person's enrollments, as other features may move them inside their own command.</summary>
public static class PersonEnrollments
{
    internal static Task<IReadOnlyList<Guid>> OfAsync(Db db, Guid personId, CancellationToken token) =>
        db.QueryAsync<Guid>(Ids, new { PersonId = personId }, token);

    /// <summary>
    /// The codes of the cohorts that both people are enrolled in, unless the first one never started there or withdrew:
    /// such a record stays where it is.
    /// </summary>
    internal static Task<IReadOnlyList<string>> SharedAsync(Db db, Guid one, Guid other, CancellationToken token) =>
        db.QueryAsync<string>(Shared, new { PersonId = one, OtherId = other }, token);

    /// <summary>Gives an enrollment to another person; nothing where it isn't the first one's, or the other has one there.</summary>
    internal static Task<int> MoveAsync(Db db, Guid id, Guid from, Guid to, CancellationToken token) =>
        db.ExecuteAsync(
            Move,
            new
            {
                Id = id,
                PersonId = from,
                OtherId = to,
            },
            token
        );

    internal static readonly Sql Ids = new("SELECT Id FROM Enrollments WHERE PersonId = @PersonId ORDER BY Id");

    internal static readonly Sql Shared = new(
        """
        SELECT h.Code
        FROM Enrollments e
        JOIN Enrollments o ON o.CohortId = e.CohortId AND o.PersonId = @OtherId
        JOIN Cohorts h ON h.Id = e.CohortId
        WHERE e.PersonId = @PersonId AND e.State NOT IN ('Cancelled', 'Withdrawn')
        ORDER BY h.Code
        """
    );

    internal static readonly Sql Move = new(
        """
        UPDATE Enrollments
        SET PersonId = @OtherId, Version = Version + 1
        WHERE Id = @Id AND PersonId = @PersonId
          AND NOT EXISTS (SELECT 1 FROM Enrollments o
                          WHERE o.PersonId = @OtherId AND o.CohortId = Enrollments.CohortId)
        """
    );
}
