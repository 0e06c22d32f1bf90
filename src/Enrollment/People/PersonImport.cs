using Dapper;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.People;

/// <summary>
/// Brings in and updates the people of one batch for the imports of other features; one for each run of a command, which
/// may run again.
/// </summary>
sealed class PersonImport(Db db, AuditTrail audit, Ids ids, PersonLookup lookup)
{
    readonly List<(Guid PersonId, PersonKey Key)> links = [];
    readonly List<Guid> changed = [];

    internal async Task<Guid> CreateAsync(
        Guid id,
        PersonKey key,
        PersonFields fields,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        await PersonStore.InsertAsync(db, id, fields, now, token);
        audit.Record("person.imported", id, new { key.Source, key.ExternalId });
        Link(id, key);
        changed.Add(id);
        return id;
    }

    /// <summary>The key means the person from now on.</summary>
    internal void Link(Guid id, PersonKey key)
    {
        links.Add((id, key));
        lookup.Note(key, id);
    }

    /// <summary>
    /// Writes what can wait for the end of the batch, many rows to a statement: the links and the search for matches. Where
    /// another command has linked a key meanwhile, the constraint makes this one run again.
    /// </summary>
    internal async Task FinishAsync(CancellationToken token)
    {
        foreach (var (sql, at, count) in RowBatches.Of(links.Count, LinkMany, LinkSome, LinkOne))
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < count; i++)
            {
                parameters.Add($"Source{i}", links[at + i].Key.Source);
                parameters.Add($"ExternalId{i}", links[at + i].Key.ExternalId);
                parameters.Add($"PersonId{i}", links[at + i].PersonId);
            }

            await db.ExecuteAsync(sql, parameters, token);
        }

        await MatchTasks.AddAsync(db, ids, changed, keysDue: true, token);
    }

    internal async Task ChangeAsync(PersonView before, PersonFields after, CancellationToken token)
    {
        var row = new
        {
            before.Id,
            before.Version,
            after.BirthDate,
            after.Email,
            after.Phone,
            after.PhoneCountry,
            Language = after.Language ?? before.Language,
        };
        await db.ChangeAsync(UpdatePersonHandler.Update, row, "person", token);
        await db.ExecuteAsync(UpdatePersonHandler.DeleteNames, new { before.Id }, token);
        await PersonStore.InsertNamesAsync(db, before.Id, after, token);
        changed.Add(before.Id);
        audit.Record("person.changed", before.Id, new { By = "import" });
    }

    internal static readonly Sql LinkMany = Several(RowBatches.Many);
    internal static readonly Sql LinkSome = Several(RowBatches.Some);
    internal static readonly Sql LinkOne = Several(1);

    static Sql Several(int rows) =>
        new(
            "INSERT INTO PersonExternalIds (Source, ExternalId, PersonId) VALUES "
                + RowBatches.Values(rows, i => $"(@Source{i}, @ExternalId{i}, @PersonId{i})")
        );
}
