using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Enrollment.People;

/// <summary>
/// Brings the many spellings of one name to one form of its sounds, which is never shown: Юлия, Yuliya, Iuliia and Julia
/// become "iulia". Cyrillic goes over the letters of passports (ICAO Doc 9303, part 3) and Kazakh by the sounds that its
/// Latin alphabets of 2018 and 2021 and the passports' own letters share; then digraphs and doubled letters fall together.
/// </summary>
static class NameLetters
{
    static readonly FrozenDictionary<char, string> letters = new Dictionary<char, string>
    {
        // Russian.
        ['а'] = "a",
        ['б'] = "b",
        ['в'] = "v",
        ['г'] = "g",
        ['д'] = "d",
        ['е'] = "e",
        ['ё'] = "e",
        ['ж'] = "zh",
        ['з'] = "z",
        ['и'] = "i",
        ['й'] = "i",
        ['к'] = "k",
        ['л'] = "l",
        ['м'] = "m",
        ['н'] = "n",
        ['о'] = "o",
        ['п'] = "p",
        ['р'] = "r",
        ['с'] = "s",
        ['т'] = "t",
        ['у'] = "u",
        ['ф'] = "f",
        ['х'] = "kh",
        ['ц'] = "ts",
        ['ч'] = "ch",
        ['ш'] = "sh",
        ['щ'] = "shch",
        ['ъ'] = "",
        ['ы'] = "i",
        ['ь'] = "",
        ['э'] = "e",
        ['ю'] = "iu",
        ['я'] = "ia",
        // Kazakh, and its neighbors' letters.
        ['ә'] = "a",
        ['ғ'] = "g",
        ['қ'] = "k",
        ['ң'] = "n",
        ['ө'] = "o",
        ['ұ'] = "u",
        ['ү'] = "u",
        ['һ'] = "h",
        ['і'] = "i",
        ['ў'] = "u",
        ['ҳ'] = "h",
        ['ҷ'] = "zh",
        ['ӣ'] = "i",
        ['ӯ'] = "u",
        ['є'] = "e",
        ['ї'] = "i",
        ['ґ'] = "g",
        ['җ'] = "zh",
        // Latin letters whose mark changes the sound: Kazakh, Turkish, Czech.
        ['ş'] = "sh",
        ['š'] = "sh",
        ['ś'] = "sh",
        ['ç'] = "ch",
        ['č'] = "ch",
        ['ć'] = "ch",
        ['ž'] = "zh",
        ['ż'] = "zh",
        ['ğ'] = "g",
        ['ǵ'] = "g",
        ['ı'] = "i",
        ['ŋ'] = "n",
        ['ý'] = "u",
        ['ß'] = "s",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ø'] = "o",
        ['æ'] = "a",
        ['œ'] = "o",
        // ICU's signs for the Arabic ayn, hamza and ta marbuta.
        ['ʿ'] = "a",
        ['ʾ'] = "",
        ['ẗ'] = "a",
    }.ToFrozenDictionary();

    /// <summary>Longer ones first. Capital letters stand for one sound each.</summary>
    static readonly (string From, string To)[] sounds =
    [
        ("shch", "S"),
        ("tsch", "C"),
        ("sch", "S"),
        ("shh", "S"),
        ("tch", "C"),
        ("dzh", "J"),
        ("zh", "J"),
        ("kh", "h"),
        ("gh", "g"),
        ("sh", "S"),
        ("ch", "C"),
        ("ts", "c"),
        ("tz", "c"),
        ("cz", "c"),
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("x", "ks"),
        ("q", "k"),
        ("w", "v"),
        ("y", "i"),
    ];

    /// <summary>
    /// The word in small letters of one form: compatibility forms unified, case folded, Cyrillic in Latin letters, marks
    /// and everything that is neither letter nor digit gone.
    /// </summary>
    internal static string Plain(string word)
    {
        var composed = new StringBuilder(word.Length + 8);
        // A transform may leave half a character; only whole ones can be normalized.
        foreach (var c in WellFormed(word).Normalize(NormalizationForm.FormKC).ToLowerInvariant())
            composed.Append(letters.GetValueOrDefault(c) ?? c.ToString());
        var plain = new StringBuilder(composed.Length);
        // Rune by rune: rare Chinese characters are two code units each.
        foreach (var rune in composed.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark && Rune.IsLetterOrDigit(rune))
                plain.Append(rune);
        }

        return plain.ToString();
    }

    static string WellFormed(string word) =>
        string.Concat(word.EnumerateRunes().Where(rune => !IsNoncharacter(rune)).Select(rune => rune.ToString()));

    /// <summary>Code points that stand for no character (Unicode, 23.7); they aren't normalized.</summary>
    static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>
    /// The sounds of a plain word. Of two readings of the letters j (й or ж) and c (ц or к) the second is asked for by
    /// <paramref name="second"/>.
    /// </summary>
    internal static string Sounds(string plain, bool second = false)
    {
        var text = new StringBuilder(plain.Length + 4);
        for (var at = 0; at < plain.Length; )
        {
            var rest = plain.AsSpan(at);
            var taken = 1;
            string? sound = null;
            foreach (var (from, to) in sounds)
            {
                if (rest.StartsWith(from, StringComparison.Ordinal))
                {
                    (taken, sound) = (from.Length, to);
                    break;
                }
            }

            text.Append(
                sound
                    ?? rest[0] switch
                    {
                        'j' => second ? "J" : "i",
                        'c' => second ? "k" : "c",
                        var other => other.ToString(),
                    }
            );
            at += taken;
        }

        return Collapsed(text.Replace("ie", "e").Replace("io", "e").ToString());
    }

    /// <summary>Whether a plain word can be read in two ways.</summary>
    internal static bool HasSecondReading(string plain) => plain.AsSpan().ContainsAny('j', 'c');

    /// <summary>The consonants, with "a" for a vowel at the start: what unvocalized scripts and most slips leave.</summary>
    internal static string Skeleton(string sounds)
    {
        var text = new StringBuilder(sounds.Length);
        for (var at = 0; at < sounds.Length; at++)
        {
            if (!IsVowel(sounds[at]))
                text.Append(sounds[at]);
            else if (at == 0)
                text.Append('a');
        }

        return text.ToString();
    }

    /// <summary>The class of the first sound, coarse as in Soundex.</summary>
    internal static char Initial(string sounds) =>
        sounds[0] switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' => 'a',
            'b' or 'p' or 'f' or 'v' => 'b',
            'k' or 'g' or 'h' => 'k',
            's' or 'S' or 'z' or 'J' or 'c' or 'C' => 's',
            'd' or 't' => 'd',
            'm' or 'n' => 'm',
            var other => other,
        };

    static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    /// <summary>Doubled letters are one, except for digits.</summary>
    static string Collapsed(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (kept.Length == 0 || kept[^1] != c || char.IsDigit(c))
                kept.Append(c);
        }

        return kept.ToString();
    }
}
