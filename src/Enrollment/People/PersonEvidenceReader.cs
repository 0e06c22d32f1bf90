using Dapper;
using Enrollment.Data;

namespace Enrollment.People;

/// <summary>Reads what records tell of people, some at a time.</summary>
static class PersonEvidenceReader
{
    const int AtOnce = 16;

    /// <summary>Those of the ids that are people and weren't merged, in no order.</summary>
    internal static async Task<IReadOnlyList<PersonEvidence>> ReadAsync(
        Db db,
        IEnumerable<Guid> ids,
        INameRomanizer romanizer,
        IPhoneNumbers phones,
        CancellationToken token
    )
    {
        var people = new List<PersonEvidence>();
        foreach (var some in ids.Chunk(AtOnce))
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < AtOnce; i++)
                parameters.Add($"PersonId{i}", some[Math.Min(i, some.Length - 1)]);
            var rows = await db.QueryAsync<NamedRow>(Names, parameters, token);
            var numbers = (await db.QueryAsync<StoredNumber>(Numbers, parameters, token)).ToLookup(n => n.PersonId);
            people.AddRange(
                rows.GroupBy(row => row.PersonId)
                    .Select(person =>
                        PersonEvidence.Of(person.Key, Fields([.. person]), romanizer, phones) with
                        {
                            Version = person.First().Version,
                            Numbers = [.. numbers[person.Key].Select(n => (n.Sort, (IReadOnlyList<string>)[n.Hash]))],
                        }
                    )
            );
        }

        return people;
    }

    static PersonFields Fields(IReadOnlyList<NamedRow> rows) =>
        new()
        {
            Names =
            [
                .. rows.Select(row => new PersonName
                {
                    Script = row.Script,
                    FullName = row.FullName,
                    Family = row.Family,
                    Given = row.Given,
                    Patronymic = row.Patronymic,
                }),
            ],
            BirthDate = rows[0].BirthDate,
            Email = rows[0].Email,
            Phone = rows[0].Phone,
            PhoneCountry = rows[0].PhoneCountry,
        };

    sealed record NamedRow
    {
        public Guid PersonId { get; init; }
        public int Version { get; init; }
        public DateOnly? BirthDate { get; init; }
        public string? Email { get; init; }
        public string? Phone { get; init; }
        public string? PhoneCountry { get; init; }
        public string Script { get; init; } = "";
        public string FullName { get; init; } = "";
        public string? Family { get; init; }
        public string? Given { get; init; }
        public string? Patronymic { get; init; }
    }

    static readonly string among =
        $"PersonId IN ({string.Join(", ", Enumerable.Range(0, AtOnce).Select(i => $"@PersonId{i}"))})";

    internal static readonly Sql Names = new(
        $"""
        SELECT n.PersonId, p.Version, p.BirthDate, p.Email, p.Phone, p.PhoneCountry, n.Script, n.FullName, n.Family,
               n.Given, n.Patronymic
        FROM PersonNames n
        JOIN People p ON p.Id = n.PersonId
        WHERE n.{among} AND p.MergedIntoId IS NULL
        ORDER BY n.PersonId, n.Position
        """
    );

    internal static readonly Sql Numbers = new(
        $"""
        SELECT PersonId, Country, Kind, Ciphertext, Hash, Masked, Version
        FROM PersonNationalNumbers
        WHERE {among}
        ORDER BY PersonId, Country, Kind
        """
    );
}
