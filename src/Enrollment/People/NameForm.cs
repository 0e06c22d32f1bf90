using System.Text;
using System.Text.RegularExpressions;

namespace Enrollment.People;

/// <summary>A word of a name by its sounds, in one or two readings.</summary>
sealed record NameWord(string Plain)
{
    internal string Sounds { get; } = NameLetters.Sounds(Plain);

    internal string? Second { get; } =
        NameLetters.HasSecondReading(Plain) ? NameLetters.Sounds(Plain, second: true) : null;

    internal string Skeleton => NameLetters.Skeleton(Sounds);

    internal bool IsNumber => Plain.Any(char.IsDigit);

    internal IEnumerable<string> Readings => Second is null ? [Sounds] : [Sounds, Second];

    internal static NameWord? Of(string word) =>
        NameLetters.Plain(word) is { Length: > 0 } plain ? new NameWord(plain) : null;
}

/// <summary>
/// One spelling of a name for comparing: family and given names without their order, in one or more divisions into words
/// (Xiao Ming and Xiaoming), and the patronymic apart, which may be missing.
/// </summary>
sealed partial record NameForm(IReadOnlyList<IReadOnlyList<NameWord>> Divisions, NameWord? Patronymic)
{
    const int MostWords = 5;

    /// <summary>Chinese family names of two characters; all others have one.</summary>
    static readonly HashSet<string> longFamilyNames = new(StringComparer.Ordinal)
    {
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "东方",
        "東方",
        "皇甫",
        "尉迟",
        "尉遲",
        "公孙",
        "公孫",
        "慕容",
        "令狐",
        "司徒",
        "夏侯",
        "宇文",
        "长孙",
        "長孫",
        "端木",
        "南宫",
        "南宮",
        "独孤",
        "獨孤",
    };

    /// <summary>Characters that are read otherwise as a family name than elsewhere.</summary>
    static readonly Dictionary<string, string> familyReadings = new(StringComparer.Ordinal)
    {
        ["单"] = "shan",
        ["單"] = "shan",
        ["曾"] = "zeng",
        ["仇"] = "qiu",
        ["解"] = "xie",
        ["查"] = "zha",
        ["盖"] = "ge",
        ["区"] = "ou",
        ["區"] = "ou",
        ["朴"] = "piao",
        ["繁"] = "po",
        ["尉迟"] = "yuchi",
        ["尉遲"] = "yuchi",
    };

    static readonly HashSet<string> particles = new(StringComparer.Ordinal) { "al", "el", "bin", "ibn", "bint", "ben" };

    internal static NameForm Of(PersonName name, INameRomanizer romanizer)
    {
        var patronymic = name.Patronymic is { } given ? Words(given, romanizer).FirstOrDefault() : null;
        if (name is { Family: { } family, Given: { } first })
        {
            var (ofFamily, ofGiven) = IsHan(family + first)
                ? ([.. HanFamily(family, romanizer)], [.. Join(Words(first, romanizer))])
                : (Words(family, romanizer), Words(first, romanizer));
            return new NameForm(Divide([.. ofFamily, .. ofGiven]), patronymic);
        }

        var whole = IsHan(name.FullName) ? Han(name.FullName, romanizer) : Words(name.FullName, romanizer);
        if (patronymic is not null)
            whole.RemoveAll(word => word.Sounds == patronymic.Sounds && whole.Count > 1);
        else if (whole.Count >= 3 && whole.FindLastIndex(IsPatronymic) is >= 0 and var at)
        {
            patronymic = whole[at];
            whole.RemoveAt(at);
        }

        return new NameForm(Divide(whole), patronymic);
    }

    /// <summary>The words of a name as they stand.</summary>
    internal static IEnumerable<string> Split(string text) => Separator().Split(text).Where(word => word.Length > 0);

    static List<NameWord> Words(string text, INameRomanizer romanizer)
    {
        var read = NeedsRomanizer(text) ? romanizer.ToLatin(text) : text;
        var words = Separator().Split(read).Select(NameWord.Of).OfType<NameWord>().Take(MostWords).ToList();
        if (words.Exists(word => !particles.Contains(word.Sounds)))
            words.RemoveAll(word => particles.Contains(word.Sounds));
        return IsArabic(text) ? [.. words.Select(WithoutArticle)] : words;
    }

    /// <summary>Family name and the rest, each one word.</summary>
    static List<NameWord> Han(string name, INameRomanizer romanizer)
    {
        var parts = name.Split([' ', '·', '・', '　'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 1)
            return [.. parts.SelectMany(part => Join(Words(part, romanizer)))];

        if (parts.Length == 0)
            return [];

        var length =
            parts[0].Length > 2 && longFamilyNames.Contains(parts[0][..2])
                ? 2
                : Rune.GetRuneAt(parts[0], 0).Utf16SequenceLength;
        return [.. HanFamily(parts[0][..length], romanizer), .. Join(Words(parts[0][length..], romanizer))];
    }

    static List<NameWord> HanFamily(string family, INameRomanizer romanizer) =>
        familyReadings.TryGetValue(family, out var reading)
            ? Words(reading, romanizer)
            : Join(Words(family, romanizer));

    static List<NameWord> Join(List<NameWord> syllables) =>
        syllables.Count < 2 ? syllables : [new NameWord(string.Concat(syllables.Select(s => s.Plain)))];

    /// <summary>As it stands, and with two neighbors as one word: Latin letters don't tell which syllables belong together.</summary>
    static IReadOnlyList<IReadOnlyList<NameWord>> Divide(List<NameWord> words)
    {
        if (words.Count != 3 || words.Any(word => word.IsNumber || word.Sounds.Length > 6))
            return [words];

        return [words, [.. Join(words[..2]), words[2]], [words[0], .. Join(words[1..])]];
    }

    static bool IsPatronymic(NameWord word) =>
        word.Sounds is { Length: > 5 } s
        && (
            s.EndsWith("viC", StringComparison.Ordinal)
            || s.EndsWith("ovna", StringComparison.Ordinal)
            || s.EndsWith("evna", StringComparison.Ordinal)
            || s.EndsWith("inicna", StringComparison.Ordinal)
            || s.EndsWith("kizi", StringComparison.Ordinal)
            || s.EndsWith("uli", StringComparison.Ordinal)
        );

    static NameWord WithoutArticle(NameWord word) =>
        word.Sounds.Length > 4 && word.Sounds.StartsWith("al", StringComparison.Ordinal)
            ? new NameWord(word.Plain[2..])
            : word;

    internal static bool NeedsRomanizer(string text) =>
        text.Any(c => c > '\u052F' && char.IsLetter(c) && c is < '\u1E00' or > '\u1EFF');

    internal static bool IsHan(string text) => HanCharacter().IsMatch(text);

    static bool IsArabic(string text) => text.Any(c => c is >= '\u0600' and <= '\u06FF');

    [GeneratedRegex(@"[\s\-‐‑–—.,·・()/]+")]
    private static partial Regex Separator();

    [GeneratedRegex(@"[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]|[\uD840-\uD887][\uDC00-\uDFFF]")]
    private static partial Regex HanCharacter();
}
