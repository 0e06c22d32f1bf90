using Dapper;
using Enrollment.Data;

namespace Enrollment.People;

/// <summary>Whom an import means: a person who is there, or nobody yet; where two fit nobody can tell.</summary>
readonly record struct ImportMatch(PersonView? Person, bool IsLinked, bool IsAmbiguous);

/// <summary>Finds the people whom the rows of one batch mean. Those known by their references are read in one go.</summary>
sealed class PersonLookup(Db db)
{
    /// <summary>In one statement; SQLite looks each parameter up among all.</summary>
    const int AtOnce = 32;

    readonly Dictionary<PersonKey, Guid?> known = [];

    /// <summary>Reads who is known by the references; whoever is linked from then on is told by <see cref="Note"/>.</summary>
    internal async Task ReadAsync(string source, IEnumerable<string> references, CancellationToken token)
    {
        foreach (var some in references.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var parameters = new DynamicParameters();
            parameters.Add("Source", source);
            for (var i = 0; i < AtOnce; i++)
                parameters.Add($"ExternalId{i}", some[Math.Min(i, some.Length - 1)]);
            foreach (var reference in some)
                known[new PersonKey(source, reference)] = null;
            foreach (var linked in await db.QueryAsync<Linked>(ByReferences, parameters, token))
                known[new PersonKey(source, linked.ExternalId)] = linked.PersonId;
        }
    }

    /// <summary>Whom the key means from now on.</summary>
    internal void Note(PersonKey key, Guid personId) => known[key] = personId;

    /// <summary>
    /// By the key; else by e-mail, birth date and a spelling of the name, all exactly so (an e-mail in any case).
    /// </summary>
    internal async Task<ImportMatch> FindAsync(PersonKey key, PersonFields fields, CancellationToken token)
    {
        if (!known.TryGetValue(key, out var linked))
            linked = await db.FindAsync<Guid?>(ImportPeopleHandler.Find, key, token);
        if (linked is { } id)
            return new ImportMatch(await PersonStore.LoadAsync(db, id, token), IsLinked: true, IsAmbiguous: false);
        if (fields is not { Email: { } email, BirthDate: { } born })
            return default;

        var names = fields.Names.Select(name => name.FullName).ToHashSet(StringComparer.Ordinal);
        var found = new List<PersonView>();
        foreach (var likely in await db.QueryAsync<Guid>(ByEmail, new { Email = email, BirthDate = born }, token))
        {
            if (
                await PersonStore.LoadAsync(db, likely, token) is { MergedInto: null } person
                && person.Names.Any(name => names.Contains(name.FullName))
            )
                found.Add(person);
        }

        return found switch
        {
            [] => default,
            [var one] => new ImportMatch(one, IsLinked: false, IsAmbiguous: false),
            _ => new ImportMatch(null, IsLinked: false, IsAmbiguous: true),
        };
    }

    sealed record Linked
    {
        public string ExternalId { get; init; } = "";
        public Guid PersonId { get; init; }
    }

    internal static readonly Sql ByReferences = new(
        $"""
        SELECT ExternalId, PersonId
        FROM PersonExternalIds
        WHERE Source = @Source
          AND ExternalId IN ({string.Join(", ", Enumerable.Range(0, AtOnce).Select(i => $"@ExternalId{i}"))})
        """
    );

    /// <summary>
    /// Thousands have one name, and as many may be entered with one birth date where it isn't known; an e-mail is a few
    /// people's, so these are all that is read beside the index. Beyond ASCII an e-mail's case counts on some engines.
    /// </summary>
    internal static readonly Sql ByEmail = new(
        """
        SELECT Id FROM People WHERE BirthDate = @BirthDate AND LOWER(Email) = LOWER(@Email)
        """
    );
}
