using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enrollment.Audit;
using Enrollment.Data;

namespace Enrollment.People;

/// <summary>
/// What the same person is found by the next time: an id in another system, or, where there is none, what is known of
/// the person.
/// </summary>
public sealed record PersonKey(string Source, string ExternalId)
{
    /// <summary>The source of keys that were made of a person's own data.</summary>
    internal const string OwnData = "own-data";

    /// <summary>
    /// Without a reference, a hash of e-mail, birth date and principal name: two imports that bring the same person at once
    /// then meet at the key. Null where one of them is missing.
    /// </summary>
    internal static PersonKey? Of(string source, string? reference, PersonFields fields) =>
        reference is not null ? new PersonKey(source, reference)
        : Digest(fields) is { } digest ? new PersonKey(OwnData, digest)
        : null;

    /// <summary>The hash of what identifies a person without a reference; null where it isn't all there.</summary>
    internal static string? Digest(PersonFields fields)
    {
        if (fields is not { Email: { } email, BirthDate: { } born, Names: [var principal, ..] })
            return null;

        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{email.ToLowerInvariant()}\n{born:yyyy-MM-dd}\n{principal.FullName}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>Whom an import means: a person who is there, or nobody yet; where two fit nobody can tell.</summary>
readonly record struct PersonMatch(PersonView? Person, bool IsLinked, bool IsAmbiguous);

/// <summary>Finds, brings in and updates people for the imports of other features.</summary>
static class PersonImport
{
    /// <summary>
    /// By the key; else by e-mail, birth date and a spelling of the name, all exactly so (an e-mail in any case).
    /// </summary>
    internal static async Task<PersonMatch> FindAsync(
        Db db,
        PersonKey key,
        PersonFields fields,
        CancellationToken token
    )
    {
        if (await db.FindAsync<Guid?>(ImportPeopleHandler.Find, key, token) is { } known)
            return new PersonMatch(await PersonStore.LoadAsync(db, known, token), IsLinked: true, IsAmbiguous: false);
        if (fields is not { Email: { } email, BirthDate: { } born })
            return default;

        var found = new HashSet<Guid>();
        foreach (var name in fields.Names.Select(name => name.FullName).Distinct(StringComparer.Ordinal))
        {
            var likely = await db.QueryAsync<Likely>(ByName, new { FullName = name, BirthDate = born }, token);
            found.UnionWith(
                likely
                    .Where(person => string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase))
                    .Select(person => person.Id)
            );
        }

        return found.Count switch
        {
            0 => default,
            1 => new PersonMatch(await PersonStore.LoadAsync(db, found.Single(), token), false, IsAmbiguous: false),
            _ => new PersonMatch(null, false, IsAmbiguous: true),
        };
    }

    internal static async Task<Guid> CreateAsync(
        Db db,
        AuditTrail audit,
        Guid id,
        PersonKey key,
        PersonFields fields,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        await PersonStore.InsertAsync(db, id, fields, now, token);
        audit.Record("person.imported", id, new { key.Source, key.ExternalId });
        await LinkAsync(db, id, key, token);
        return id;
    }

    /// <summary>Where another command has linked the key meanwhile, the constraint makes this one run again.</summary>
    internal static Task LinkAsync(Db db, Guid id, PersonKey key, CancellationToken token) =>
        db.ExecuteAsync(
            ImportPeopleHandler.Link,
            new
            {
                key.Source,
                key.ExternalId,
                PersonId = id,
            },
            token
        );

    internal static async Task ChangeAsync(
        Db db,
        AuditTrail audit,
        PersonView before,
        PersonFields after,
        CancellationToken token
    )
    {
        var row = new
        {
            before.Id,
            before.Version,
            after.BirthDate,
            after.Email,
            after.Phone,
        };
        await db.ChangeAsync(UpdatePersonHandler.Update, row, "person", token);
        await db.ExecuteAsync(UpdatePersonHandler.DeleteNames, new { before.Id }, token);
        await PersonStore.InsertNamesAsync(db, before.Id, after, token);
        audit.Record("person.changed", before.Id, new { By = "import" });
    }

    sealed record Likely
    {
        public Guid Id { get; init; }
        public string? Email { get; init; }
    }

    internal static readonly Sql ByName = new(
        """
        SELECT p.Id, p.Email
        FROM PersonNames n
        JOIN People p ON p.Id = n.PersonId
        WHERE n.FullName = @FullName AND p.BirthDate = @BirthDate
        """
    );
}
