using System.Text;

namespace Enrollment.People;

/// <summary>
/// The words by whose beginnings a person is found: each word of each spelling in small Latin letters without marks, and by
/// its sounds, so that Серік, Serik and Sérik are one; a name of another script by its characters, too. Never shown (rule 11).
/// </summary>
static class NameWords
{
    /// <summary>Of a word in a form, in UTF-16 code units; what comes after isn't looked for.</summary>
    internal const int Longest = 60;

    const int MostOfAPart = 8;

    internal static IReadOnlyList<string> Of(IEnumerable<PersonName> names, INameRomanizer romanizer)
    {
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            foreach (var part in new[] { name.FullName, name.Family, name.Given, name.Patronymic })
            {
                foreach (var word in NameForm.Split(part ?? "").Take(MostOfAPart))
                    words.UnionWith(Forms(word));
            }

            if (!NameForm.NeedsRomanizer(name.FullName))
                continue;
            var read = NameForm.Of(name, romanizer);
            foreach (var word in read.Divisions.SelectMany(words => words).Append(read.Patronymic).OfType<NameWord>())
                words.UnionWith(Forms(word));
            if (NameForm.IsHan(name.FullName))
                words.UnionWith(Endings(name.FullName));
        }

        return [.. words];
    }

    /// <summary>The forms of a word, as it is stored and as it is looked for.</summary>
    internal static IEnumerable<string> Forms(string word) => NameWord.Of(word) is { } form ? Forms(form) : [];

    internal static IEnumerable<string> Forms(NameWord word) =>
        word.Readings.Select(Letters).Prepend(word.Plain).Where(form => form.Length > 0).Select(Cut).Distinct();

    /// <summary>The first letter, by which the index is entered.</summary>
    internal static string StartLetter(string word) => Rune.GetRuneAt(word, 0).ToString();

    /// <summary>Sounds in letters, so that the beginning of a word stays the beginning of its form.</summary>
    static string Letters(string sounds) =>
        sounds
            .Replace("S", "sh", StringComparison.Ordinal)
            .Replace("C", "ch", StringComparison.Ordinal)
            .Replace("J", "zh", StringComparison.Ordinal)
            .Replace("c", "ts", StringComparison.Ordinal);

    /// <summary>A given name of Han characters begins anywhere within the name.</summary>
    static IEnumerable<string> Endings(string name)
    {
        var characters = NameLetters.Plain(name).EnumerateRunes().Take(MostOfAPart).ToList();
        return characters.Select((_, at) => Cut(string.Concat(characters.Skip(at))));
    }

    static string Cut(string form)
    {
        if (form.Length <= Longest)
            return form;
        return char.IsHighSurrogate(form[Longest - 1]) ? form[..(Longest - 1)] : form[..Longest];
    }
}
