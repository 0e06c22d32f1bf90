using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.People;

/// <summary>
/// People whose matches are still to be looked for. The command that changes a person adds the task in its own
/// transaction; the search runs after it, since it reads much and nobody's writing should wait for that.
/// </summary>
static class MatchTasks
{
    internal static Task AddAsync(Db db, Ids ids, Guid personId, CancellationToken token) =>
        db.ExecuteAsync(Insert, new { Id = ids.New(), PersonId = personId }, token);

    internal static readonly Sql Insert = new(
        "INSERT INTO PersonMatchTasks (Id, PersonId, KeysDue) VALUES (@Id, @PersonId, 0)"
    );
}
