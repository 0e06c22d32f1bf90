using Enrollment.Data;

namespace Enrollment.People;

/// <summary>Loads people's numbers as they are stored.</summary>
static class NationalNumberStore
{
    internal static Task<StoredNumber?> FindAsync(
        Db db,
        Guid personId,
        NationalNumberKind kind,
        CancellationToken token
    ) =>
        db.FindAsync<StoredNumber>(
            One,
            new
            {
                PersonId = personId,
                kind.Country,
                kind.Kind,
            },
            token
        );

    internal static Task<IReadOnlyList<StoredNumber>> OfAsync(Db db, Guid personId, CancellationToken token) =>
        db.QueryAsync<StoredNumber>(All, new { PersonId = personId }, token);

    internal static readonly Sql One = new(
        """
        SELECT PersonId, Country, Kind, Ciphertext, Hash, Masked, Version
        FROM PersonNationalNumbers
        WHERE PersonId = @PersonId AND Country = @Country AND Kind = @Kind
        """
    );

    internal static readonly Sql All = new(
        """
        SELECT PersonId, Country, Kind, Ciphertext, Hash, Masked, Version
        FROM PersonNationalNumbers
        WHERE PersonId = @PersonId
        ORDER BY Country, Kind
        """
    );

    internal static readonly Sql ByHash = new("SELECT PersonId FROM PersonNationalNumbers WHERE Hash = @Hash");
}

sealed record StoredNumber
{
    public Guid PersonId { get; init; }
    public string Country { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Ciphertext { get; init; } = "";
    public string Hash { get; init; } = "";
    public string Masked { get; init; } = "";
    public int Version { get; init; }

    internal NationalNumberKind Sort => new(Country, Kind);

    internal NationalNumberView View =>
        new()
        {
            Country = Country,
            Kind = Kind,
            Masked = Masked,
            Version = Version,
        };
}
