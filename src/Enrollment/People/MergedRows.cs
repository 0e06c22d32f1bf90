using Enrollment.Admissions;
using Enrollment.Certificates;
using Enrollment.Data;
using Enrollment.Enrollments;

namespace Enrollment.People;

/// <summary>What moves with a person; the names stand in the database.</summary>
enum MergedRowKind
{
    Application,
    Enrollment,
    Award,
    ExternalId,
    NationalNumber,
}

/// <summary>A row that belongs to a person: its kind, and its key within the kind.</summary>
sealed record MergedRow
{
    public MergedRowKind Kind { get; init; }
    public string RowKey { get; init; } = "";
}

/// <summary>
/// Moves rows from one record to another one, one at a time, so that it is known which ones. Each feature moves its own
/// rows. Both records are held, so nothing is added to either meanwhile.
/// </summary>
sealed class MergedRows(Db db, INationalNumberVault vault)
{
    /// <summary>
    /// Moves all that belongs to a record, and answers what moved. A kind is read only after the one before it has moved:
    /// a command that is just making an enrollment of an application holds that until its end.
    /// </summary>
    internal async Task<IReadOnlyList<MergedRow>> MoveAllAsync(Guid from, Guid to, CancellationToken token)
    {
        var moved = new List<MergedRow>();
        foreach (var kind in Enum.GetValues<MergedRowKind>())
        {
            foreach (var key in await KeysAsync(kind, from, token))
            {
                var row = new MergedRow { Kind = kind, RowKey = key };
                if (await MoveAsync(row, from, to, token))
                    moved.Add(row);
            }
        }

        return moved;
    }

    async Task<IEnumerable<string>> KeysAsync(MergedRowKind kind, Guid person, CancellationToken token) =>
        kind switch
        {
            MergedRowKind.Application => Keys(await PersonApplications.OfAsync(db, person, token)),
            MergedRowKind.Enrollment => Keys(await PersonEnrollments.OfAsync(db, person, token)),
            MergedRowKind.Award => Keys(await PersonAwards.OfAsync(db, person, token)),
            MergedRowKind.ExternalId => await db.QueryAsync<string>(ExternalIds, new { PersonId = person }, token),
            MergedRowKind.NationalNumber => (await NationalNumberStore.OfAsync(db, person, token)).Select(number =>
                number.Sort.ToString()
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    static IEnumerable<string> Keys(IEnumerable<Guid> ids) => ids.Select(id => id.ToString("D"));

    /// <summary>Whether the row moved; not where it is the first one's no more.</summary>
    internal async Task<bool> MoveAsync(MergedRow row, Guid from, Guid to, CancellationToken token)
    {
        var moved = row.Kind switch
        {
            MergedRowKind.Application => await PersonApplications.MoveAsync(db, Id(row), from, to, token),
            MergedRowKind.Enrollment => await PersonEnrollments.MoveAsync(db, Id(row), from, to, token),
            MergedRowKind.Award => await PersonAwards.MoveAsync(db, Id(row), from, to, token),
            MergedRowKind.ExternalId => await MoveExternalIdAsync(row.RowKey, from, to, token),
            MergedRowKind.NationalNumber => await MoveNumberAsync(row.RowKey, from, to, token),
            _ => throw new ArgumentOutOfRangeException(nameof(row), row.Kind, null),
        };
        return moved == 1;
    }

    static Guid Id(MergedRow row) => Guid.ParseExact(row.RowKey, "D");

    /// <summary>Source and id in it with a slash between, which no source's code has.</summary>
    Task<int> MoveExternalIdAsync(string key, Guid from, Guid to, CancellationToken token)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return db.ExecuteAsync(
            MoveExternalId,
            new
            {
                Source = key[..slash],
                ExternalId = key[(slash + 1)..],
                PersonId = from,
                OtherId = to,
            },
            token
        );
    }

    /// <summary>A number is sealed for its person, so it is sealed anew. The survivor's own of the kind stays.</summary>
    async Task<int> MoveNumberAsync(string key, Guid from, Guid to, CancellationToken token)
    {
        var parts = key.Split('/');
        var kind = new NationalNumberKind(parts[0], parts[1]);
        var stored = await NationalNumberStore.FindAsync(db, from, kind, token);
        if (stored is null || await NationalNumberStore.FindAsync(db, to, kind, token) is not null)
            return 0;

        var number = vault.Open(from, kind, stored.Ciphertext);
        var row = new
        {
            PersonId = from,
            OtherId = to,
            kind.Country,
            kind.Kind,
            stored.Version,
            Ciphertext = vault.Seal(to, kind, number),
            Hash = vault.Hash(kind, number),
        };
        await db.ChangeAsync(MoveNumber, row, "national number", token);
        return 1;
    }

    internal static readonly Sql ExternalIds = new(
        """
        SELECT CONCAT(Source, '/', ExternalId)
        FROM PersonExternalIds
        WHERE PersonId = @PersonId
        ORDER BY Source, ExternalId
        """
    );

    internal static readonly Sql MoveExternalId = new(
        """
        UPDATE PersonExternalIds
        SET PersonId = @OtherId
        WHERE Source = @Source AND ExternalId = @ExternalId AND PersonId = @PersonId
        """
    );

    internal static readonly Sql MoveNumber = new(
        """
        UPDATE PersonNationalNumbers
        SET PersonId = @OtherId, Ciphertext = @Ciphertext, Hash = @Hash, Version = Version + 1
        WHERE PersonId = @PersonId AND Country = @Country AND Kind = @Kind AND Version = @Version
        """
    );
}
