using Dapper;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.People;

/// <summary>
/// People whose matches are still to be looked for. The command that changes a person adds the task in its own
/// transaction; the search runs after it, since it reads much and nobody's writing should wait for that.
/// </summary>
static class MatchTasks
{
    /// <param name="db">In the unit of work that changes them.</param>
    /// <param name="ids">Of the tasks, which are done in their order.</param>
    /// <param name="people">Whose matches are looked for.</param>
    /// <param name="keysDue">
    /// Whether their keys are left to the search as well, as imports do: reckoning and writing them takes nearly as long as
    /// writing the people.
    /// </param>
    /// <param name="token">Cancels.</param>
    internal static async Task AddAsync(
        Db db,
        Ids ids,
        IReadOnlyList<Guid> people,
        bool keysDue,
        CancellationToken token
    )
    {
        foreach (var (sql, at, count) in RowBatches.Of(people.Count, InsertMany, InsertSome, InsertOne))
        {
            var parameters = new DynamicParameters();
            parameters.Add("KeysDue", keysDue ? 1 : 0);
            for (var i = 0; i < count; i++)
            {
                parameters.Add($"Id{i}", ids.New());
                parameters.Add($"PersonId{i}", people[at + i]);
            }

            await db.ExecuteAsync(sql, parameters, token);
        }
    }

    internal static Task AddAsync(Db db, Ids ids, Guid personId, CancellationToken token) =>
        AddAsync(db, ids, [personId], keysDue: false, token);

    internal static readonly Sql InsertMany = Insert(RowBatches.Many);
    internal static readonly Sql InsertSome = Insert(RowBatches.Some);
    internal static readonly Sql InsertOne = Insert(1);

    static Sql Insert(int rows) =>
        new(
            "INSERT INTO PersonMatchTasks (Id, PersonId, KeysDue) VALUES "
                + RowBatches.Values(rows, i => $"(@Id{i}, @PersonId{i}, @KeysDue)")
        );
}
