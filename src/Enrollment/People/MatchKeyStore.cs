using Dapper;
using Enrollment.Data;

namespace Enrollment.People;

/// <summary>
/// Writes people's keys, many rows to a statement: an import brings thousands of people, and a server answers each statement
/// over the network.
/// </summary>
static class MatchKeyStore
{
    internal static async Task WriteAsync(
        Db db,
        IReadOnlyList<(Guid PersonId, IReadOnlyList<MatchKey> Keys)> people,
        CancellationToken token
    )
    {
        var rows = people.SelectMany(person => person.Keys.Select(key => (person.PersonId, Key: key))).ToList();
        foreach (var (sql, at, count) in RowBatches.Of(rows.Count, InsertMany, InsertSome, InsertOne))
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < count; i++)
            {
                parameters.Add($"PersonId{i}", rows[at + i].PersonId);
                parameters.Add($"Kind{i}", (int)rows[at + i].Key.Kind);
                parameters.Add($"MatchKey{i}", rows[at + i].Key.Hash);
            }

            await db.ExecuteAsync(sql, parameters, token);
        }
    }

    internal static async Task ReplaceAsync(Db db, Guid personId, IReadOnlyList<MatchKey> keys, CancellationToken token)
    {
        await db.ExecuteAsync(Delete, new { PersonId = personId }, token);
        await WriteAsync(db, [(personId, keys)], token);
    }

    internal static readonly Sql Delete = new("DELETE FROM PersonMatchKeys WHERE PersonId = @PersonId");

    internal static readonly Sql InsertMany = Insert(RowBatches.Many);
    internal static readonly Sql InsertSome = Insert(RowBatches.Some);
    internal static readonly Sql InsertOne = Insert(1);

    static Sql Insert(int rows) =>
        new(
            "INSERT INTO PersonMatchKeys (PersonId, Kind, MatchKey) VALUES "
                + RowBatches.Values(rows, i => $"(@PersonId{i}, @Kind{i}, @MatchKey{i})")
        );
}
