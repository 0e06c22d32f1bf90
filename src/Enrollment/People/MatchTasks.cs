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
    internal static async Task AddAsync(Db db, Ids ids, IReadOnlyList<Guid> people, CancellationToken token)
    {
        foreach (var (sql, at, count) in RowBatches.Of(people.Count, InsertMany, InsertSome, InsertOne))
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < count; i++)
            {
                parameters.Add($"Id{i}", ids.New());
                parameters.Add($"PersonId{i}", people[at + i]);
            }

            await db.ExecuteAsync(sql, parameters, token);
        }
    }

    internal static Task AddAsync(Db db, Ids ids, Guid personId, CancellationToken token) =>
        AddAsync(db, ids, [personId], token);

    internal static readonly Sql InsertMany = Insert(RowBatches.Many);
    internal static readonly Sql InsertSome = Insert(RowBatches.Some);
    internal static readonly Sql InsertOne = Insert(1);

    static Sql Insert(int rows) =>
        new(
            "INSERT INTO PersonMatchTasks (Id, PersonId, KeysDue) VALUES "
                + RowBatches.Values(rows, i => $"(@Id{i}, @PersonId{i}, 0)")
        );
}
