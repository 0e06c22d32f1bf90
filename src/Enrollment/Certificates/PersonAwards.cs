using Enrollment.Data;

namespace Enrollment.Certificates;

/// <summary>
/// A person's awards, as other features may move them inside their own command. The certificates stay as they were issued.
/// </summary>
public static class PersonAwards
{
    internal static Task<IReadOnlyList<Guid>> OfAsync(Db db, Guid personId, CancellationToken token) =>
        db.QueryAsync<Guid>(Ids, new { PersonId = personId }, token);

    /// <summary>The codes of the courses that both people have an award of.</summary>
    internal static Task<IReadOnlyList<string>> SharedAsync(Db db, Guid one, Guid other, CancellationToken token) =>
        db.QueryAsync<string>(Shared, new { PersonId = one, OtherId = other }, token);

    /// <summary>Gives an award to another person; nothing where it isn't the first one's any more.</summary>
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

    internal static readonly Sql Ids = new("SELECT Id FROM Awards WHERE PersonId = @PersonId ORDER BY Id");

    internal static readonly Sql Shared = new(
        """
        SELECT DISTINCT c.Code
        FROM Awards a
        JOIN Awards o ON o.CourseId = a.CourseId AND o.PersonId = @OtherId
        JOIN Courses c ON c.Id = a.CourseId
        WHERE a.PersonId = @PersonId
        ORDER BY c.Code
        """
    );

    internal static readonly Sql Move = new(
        "UPDATE Awards SET PersonId = @OtherId WHERE Id = @Id AND PersonId = @PersonId"
    );
}
