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
            foreach (var linked in await db.QueryAsync<LinkRow>(ByReferences, parameters, token))
                known[new PersonKey(source, linked.ExternalId)] = linked.PersonId;
        }
    }

    /// <summary>Whom a key means of those that were read; null where nobody is.</summary>
    internal Guid? Linked(PersonKey key) => known.GetValueOrDefault(key);

    /// <summary>Whom the key means from now on.</summary>
    internal void Note(PersonKey key, Guid personId) => known[key] = personId;

    /// <summary>
    /// By the key; else by e-mail, birth date and a spelling of the name, all exactly so (an e-mail in any case).
    /// </summary>
    internal async Task<ImportMatch> FindAsync(PersonKey key, PersonFields fields, CancellationToken token)
    {
        if (!known.TryGetValue(key, out var linked))
            linked = await db.FindAsync<Guid?>(ByReference, key, token);
        if (linked is { } id)
            return new ImportMatch(await SurvivorAsync(id, token), IsLinked: true, IsAmbiguous: false);
        if (fields is not { Email: { } email, BirthDate: { } born })
            return default;

        var names = fields.Names.Select(name => name.FullName).ToHashSet(StringComparer.Ordinal);
        var fitting = new
        {
            Email = email,
            Lower = AsciiLower(email),
            BirthDate = born,
        };
        var found = new Dictionary<Guid, PersonView>();
        foreach (var likely in await db.QueryAsync<Guid>(ByEmail, fitting, token))
        {
            var person = await PersonStore.LoadAsync(db, likely, token);
            if (person is null || !person.Names.Any(name => names.Contains(name.FullName)))
                continue;
            var survivor = person.MergedInto is { } into ? await SurvivorAsync(into, token) : person;
            found[survivor!.Id] = survivor;
        }

        return found.Values.ToList() switch
        {
            [] => default,
            [var one] => new ImportMatch(one, IsLinked: false, IsAmbiguous: false),
            _ => new ImportMatch(null, IsLinked: false, IsAmbiguous: true),
        };
    }

    /// <summary>The record that goes on in the place of those that were merged, be it while the batch is gone through.</summary>
    async Task<PersonView?> SurvivorAsync(Guid id, CancellationToken token)
    {
        var person = await PersonStore.LoadAsync(db, id, token);
        while (person?.MergedInto is { } into)
            person = await PersonStore.LoadAsync(db, into, token);
        return person;
    }

    /// <summary>As the engines lower it whatever their language: letters of other scripts stay.</summary>
    static string AsciiLower(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c));

    sealed record LinkRow
    {
        public string ExternalId { get; init; } = "";
        public Guid PersonId { get; init; }
    }

    internal static readonly Sql ByReference = new(
        "SELECT PersonId FROM PersonExternalIds WHERE Source = @Source AND ExternalId = @ExternalId"
    );

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
    /// people's, so these are all that is read beside the index. Beyond ASCII an e-mail's case counts, but for SQL Server.
    /// </summary>
    internal static readonly Sql ByEmail = new(
        """
        SELECT Id FROM People WHERE BirthDate = @BirthDate AND (Email = @Email OR LOWER(Email) = @Lower)
        """
    );
}
