using Dapper;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.People;

/// <summary>Loads and saves people with their names.</summary>
public static class PersonStore
{
    internal static async Task<PersonView?> LoadAsync(Db db, Guid id, CancellationToken token)
    {
        var head = await db.FindAsync<PersonRow>(ById, new { Id = id }, token);
        if (head is null)
            return null;

        var names = await db.QueryAsync<PersonName>(Names, new { Id = id }, token);
        return head.View(names);
    }

    internal static async Task<bool> ExistsAsync(Db db, Guid id, CancellationToken token) =>
        await db.FindAsync<Guid?>(Exists, new { Id = id }, token) is not null;

    /// <summary>
    /// Holds a person's record until the command ends, so that nobody merges it away meanwhile: whoever adds a row to a
    /// person calls this first. The refusal where there is no such record, or where it was merged.
    /// </summary>
    internal static async Task<Refusal?> HoldAsync(Db db, Guid id, CancellationToken token)
    {
        if (await db.ExecuteAsync(Hold, new { Id = id }, token) == 1)
            return null;

        var row = await db.FindAsync<PersonRow>(ById, new { Id = id }, token);
        return row?.MergedIntoId is { } survivor ? PersonErrors.Merged(id, survivor) : Refusal.NotFound("person", id);
    }

    internal static async Task InsertAsync(
        Db db,
        Guid id,
        PersonFields fields,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var row = new
        {
            Id = id,
            fields.BirthDate,
            fields.Email,
            fields.Phone,
            fields.PhoneCountry,
            Language = fields.LanguageOrSuggested,
            Now = now,
        };
        await db.ExecuteAsync(Insert, row, token);
        await InsertNamesAsync(db, id, fields, token);
    }

    internal static async Task InsertNamesAsync(Db db, Guid id, PersonFields fields, CancellationToken token)
    {
        var parameters = new DynamicParameters();
        parameters.Add("PersonId", id);
        foreach (var (position, name) in fields.Names.Index())
        {
            parameters.Add($"Script{position}", name.Script);
            parameters.Add($"FullName{position}", name.FullName);
            parameters.Add($"Family{position}", name.Family);
            parameters.Add($"Given{position}", name.Given);
            parameters.Add($"Patronymic{position}", name.Patronymic);
        }

        await db.ExecuteAsync(insertNames[fields.Names.Count - 1], parameters, token);
    }

    internal sealed record PersonRow
    {
        public Guid Id { get; init; }
        public DateOnly? BirthDate { get; init; }
        public string? Email { get; init; }
        public string? Phone { get; init; }
        public string? PhoneCountry { get; init; }
        public string Language { get; init; } = "";
        public Guid? MergedIntoId { get; init; }
        public int Version { get; init; }

        internal PersonView View(IReadOnlyList<PersonName> names) =>
            new()
            {
                Id = Id,
                Version = Version,
                MergedInto = MergedIntoId,
                Names = names,
                BirthDate = BirthDate,
                Email = Email,
                Phone = Phone,
                PhoneCountry = PhoneCountry,
                Language = Language,
            };
    }

    internal static readonly Sql ById = new(
        """
        SELECT Id, BirthDate, Email, Phone, PhoneCountry, Language, MergedIntoId, Version FROM People WHERE Id = @Id
        """
    );

    /// <summary>Writes what is there: that locks the row on every engine.</summary>
    internal static readonly Sql Hold = new(
        "UPDATE People SET Version = Version WHERE Id = @Id AND MergedIntoId IS NULL"
    );

    internal static readonly Sql Exists = new("SELECT Id FROM People WHERE Id = @Id");

    internal static readonly Sql Names = new(
        """
        SELECT Script, FullName, Family, Given, Patronymic FROM PersonNames WHERE PersonId = @Id ORDER BY Position
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO People (Id, BirthDate, Email, Phone, PhoneCountry, Language, Version, CreatedAt)
        VALUES (@Id, @BirthDate, @Email, @Phone, @PhoneCountry, @Language, 1, @Now)
        """
    );

    internal static readonly Sql InsertName = InsertNames(1);
    internal static readonly Sql InsertTwoNames = InsertNames(2);
    internal static readonly Sql InsertThreeNames = InsertNames(3);

    static readonly Sql[] insertNames = [InsertName, InsertTwoNames, InsertThreeNames];

    static Sql InsertNames(int names) =>
        new(
            "INSERT INTO PersonNames (PersonId, Position, Script, FullName, Family, Given, Patronymic) VALUES "
                + RowBatches.Values(
                    names,
                    i => $"(@PersonId, {i}, @Script{i}, @FullName{i}, @Family{i}, @Given{i}, @Patronymic{i})"
                )
        );
}
