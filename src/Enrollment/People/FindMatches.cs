using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// Looks for the records that may be the same person as this one, by the keys that they share: it reads a few hundred
/// people, however many there are. Writes nothing.
/// </summary>
[Requires(Permission.MergePeople)]
public sealed record FindMatches(Guid PersonId) : IQuery<FoundMatches>;

/// <summary>
/// What a search found. <paramref name="Version"/> is the person's, as it was compared; <paramref name="Compared"/> the
/// number of records.
/// </summary>
public sealed record FoundMatches(Guid PersonId, int Version, int Compared, IReadOnlyList<FoundMatch> Matches);

/// <summary>A record that may be the same person; <paramref name="Evidence"/> is a hash of what was compared.</summary>
public sealed record FoundMatch(
    Guid OtherId,
    MatchCertainty Certainty,
    decimal Bits,
    IReadOnlyList<MatchReason> Reasons,
    string Evidence
);

sealed class FindMatchesHandler(Db db, INameRomanizer romanizer, IPhoneNumbers phones, INationalNumberVault vault)
    : IRequestHandler<FindMatches, Result<FoundMatches>>
{
    /// <summary>Of a name that thousands have the first ones; their other keys find the right one among the rest.</summary>
    const int MostOfKey = 200;

    public async Task<Result<FoundMatches>> Handle(FindMatches request, CancellationToken cancellationToken)
    {
        var row = await PersonStore.LoadAsync(db, request.PersonId, cancellationToken);
        if (row is null)
            return Refusal.NotFound("person", request.PersonId);
        if (row.MergedInto is { } survivor)
            return PersonErrors.Merged(request.PersonId, survivor);

        var person = PersonEvidence.Of(request.PersonId, row, romanizer, phones) with
        {
            Numbers = await NumbersAsync(request.PersonId, cancellationToken),
        };
        var keys = MatchKeys.Of(person);
        var candidates = await CandidatesAsync(person, keys, cancellationToken);
        var others = await PersonEvidenceReader.ReadAsync(db, candidates, romanizer, phones, cancellationToken);
        var own = person.Fingerprint();
        var matches = new List<FoundMatch>();
        foreach (var other in others)
        {
            var score = PersonMatch.Score(person, other);
            if (score.Certainty is not { } certainty)
                continue;

            var theirs = other.Fingerprint();
            matches.Add(
                new FoundMatch(
                    other.Id,
                    certainty,
                    decimal.Round((decimal)score.Bits, 2),
                    score.Reasons,
                    person.Id.CompareTo(other.Id) < 0 ? $"{own} {theirs}" : $"{theirs} {own}"
                )
            );
        }

        return new FoundMatches(request.PersonId, row.Version, others.Count, matches);
    }

    /// <summary>By every hash that another record may hold the same number by, if it was sealed with an older secret.</summary>
    async Task<IReadOnlyList<(NationalNumberKind, IReadOnlyList<string>)>> NumbersAsync(
        Guid personId,
        CancellationToken token
    ) =>
        [
            .. (await NationalNumberStore.OfAsync(db, personId, token)).Select(stored =>
                (stored.Sort, vault.SearchHashes(stored.Sort, vault.Open(personId, stored.Sort, stored.Ciphertext)))
            ),
        ];

    async Task<HashSet<Guid>> CandidatesAsync(
        PersonEvidence person,
        IReadOnlyList<MatchKey> keys,
        CancellationToken token
    )
    {
        var candidates = new HashSet<Guid>();
        foreach (var hash in person.Numbers.SelectMany(number => number.Hashes))
            candidates.UnionWith(await db.QueryAsync<Guid>(NationalNumberStore.ByHash, new { Hash = hash }, token));
        foreach (var key in keys)
        {
            var page = await db.PageAsync<Guid>(
                ByKey,
                new
                {
                    Kind = (int)key.Kind,
                    MatchKey = key.Hash,
                    After = Guid.Empty,
                },
                MostOfKey,
                id => id,
                token
            );
            candidates.UnionWith(page.Items);
        }

        candidates.Remove(person.Id);
        return candidates;
    }

    internal static readonly Sql ByKey = new(
        """
        SELECT PersonId
        FROM PersonMatchKeys
        WHERE Kind = @Kind AND MatchKey = @MatchKey AND PersonId > @After
        ORDER BY PersonId
        """
    )
    {
        Paged = true,
    };
}
