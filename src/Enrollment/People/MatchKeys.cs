using System.Globalization;
using System.Runtime.InteropServices;

namespace Enrollment.People;

/// <summary>What two records of one person are likely to share; the numbers stand in the database.</summary>
enum MatchKeyKind
{
    /// <summary>Two words of the name by their sounds, in whatever order; whatever the birth date.</summary>
    Name = 1,

    /// <summary>The birth date and the first sound of one word of the name.</summary>
    BirthDate = 2,

    /// <summary>The consonants of two words of the name, and the year of birth.</summary>
    NameYear = 3,
    Email = 4,
    Phone = 5,
}

/// <summary>A key: its kind and a hash of what is shared. Two records that share one by accident are only compared.</summary>
readonly record struct MatchKey(MatchKeyKind Kind, long Hash);

/// <summary>
/// The keys of a record (its blocks, in the words of record linkage). A pair is found where it shares one of them, so each
/// kind of slip must leave one: a misspelled name leaves birth date or address, a wrong date the name.
/// </summary>
static class MatchKeys
{
    internal static IReadOnlyList<MatchKey> Of(PersonEvidence person)
    {
        var keys = new HashSet<MatchKey>();
        foreach (var name in person.Names)
        {
            foreach (var words in name.Divisions)
            {
                AddNames(keys, words, person.BirthDate);
                if (person.BirthDate is { } born)
                {
                    var day = born.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
                    foreach (var reading in words.SelectMany(word => word.Readings))
                        keys.Add(Key(MatchKeyKind.BirthDate, day, NameLetters.Initial(reading).ToString()));
                }
            }
        }

        if (person.Email is not null)
            keys.Add(Key(MatchKeyKind.Email, person.Email));
        if (person.Phone is not null)
            keys.Add(Key(MatchKeyKind.Phone, person.Phone));
        return [.. keys];
    }

    static void AddNames(HashSet<MatchKey> keys, IReadOnlyList<NameWord> words, DateOnly? born)
    {
        if (words.Count == 1 || words.Any(word => word.IsNumber))
        {
            // Words around a number are the same for everybody that was numbered.
            keys.Add(Key(MatchKeyKind.Name, [.. words.Select(word => word.Sounds).Order(StringComparer.Ordinal)]));
            return;
        }

        for (var i = 0; i < words.Count; i++)
        {
            for (var j = i + 1; j < words.Count; j++)
            {
                foreach (var one in words[i].Readings)
                {
                    foreach (var other in words[j].Readings)
                        keys.Add(Pair(MatchKeyKind.Name, one, other));
                }

                if (born is { Year: var year })
                    keys.Add(
                        Pair(
                            MatchKeyKind.NameYear,
                            words[i].Skeleton,
                            words[j].Skeleton,
                            year.ToString(CultureInfo.InvariantCulture)
                        )
                    );
            }
        }
    }

    static MatchKey Pair(MatchKeyKind kind, string one, string other, string more = "") =>
        string.CompareOrdinal(one, other) < 0 ? Key(kind, one, other, more) : Key(kind, other, one, more);

    /// <summary>FNV-1a with 64 bits over the UTF-16 code units, the same on every machine.</summary>
    static MatchKey Key(MatchKeyKind kind, params ReadOnlySpan<string> parts)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var part in parts)
        {
            foreach (var unit in MemoryMarshal.Cast<char, ushort>(part.AsSpan()))
                hash = (hash ^ unit) * 1_099_511_628_211UL;
            hash = (hash ^ 0xFFFF) * 1_099_511_628_211UL;
        }

        return new MatchKey(kind, unchecked((long)hash));
    }
}
