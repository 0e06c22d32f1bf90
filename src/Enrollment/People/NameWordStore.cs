using Dapper;
using Enrollment.Data;

namespace Enrollment.People;

/// <summary>Writes the words by which people are found, many rows to a statement as their keys are.</summary>
static class NameWordStore
{
    internal static async Task WriteAsync(
        Db db,
        IEnumerable<(Guid PersonId, IReadOnlyList<string> Words)> people,
        CancellationToken token
    )
    {
        var rows = people.SelectMany(person => person.Words.Select(word => (person.PersonId, Word: word))).ToList();
        foreach (var (sql, at, count) in RowBatches.Of(rows.Count, InsertMany, InsertSome, InsertOne))
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < count; i++)
            {
                parameters.Add($"PersonId{i}", rows[at + i].PersonId);
                parameters.Add($"Word{i}", rows[at + i].Word);
                parameters.Add($"StartLetter{i}", NameWords.StartLetter(rows[at + i].Word));
            }

            await db.ExecuteAsync(sql, parameters, token);
        }
    }

    internal static async Task ReplaceAsync(Db db, Guid personId, IReadOnlyList<string> words, CancellationToken token)
    {
        await db.ExecuteAsync(Delete, new { PersonId = personId }, token);
        await WriteAsync(db, [(personId, words)], token);
    }

    internal static readonly Sql Delete = new("DELETE FROM PersonNameWords WHERE PersonId = @PersonId");

    internal static readonly Sql InsertMany = Insert(RowBatches.Many);
    internal static readonly Sql InsertSome = Insert(RowBatches.Some);
    internal static readonly Sql InsertOne = Insert(1);

    static Sql Insert(int rows) =>
        new(
            "INSERT INTO PersonNameWords (PersonId, Word, StartLetter) VALUES "
                + RowBatches.Values(rows, i => $"(@PersonId{i}, @Word{i}, @StartLetter{i})")
        );
}
