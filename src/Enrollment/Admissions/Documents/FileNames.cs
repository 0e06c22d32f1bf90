using System.Globalization;
using System.Text;
using Enrollment.Admissions.Documents.Formats;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Makes of the name that a file came with one that is safe to show and to save: a label, never a path. Names of any
/// script stay as they are.
/// </summary>
public static class FileNames
{
    /// <summary>The longest that is taken, as on most file systems.</summary>
    public const int MostCharacters = 255;

    const string Unnamed = "document";

    /// <summary>Names of devices on Windows, with any extension.</summary>
    static readonly HashSet<string> devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// The last part of a path, without control characters and marks that turn the direction of writing (they make
    /// "gpj.exe" look like "exe.jpg"), with the extension of what the content is.
    /// </summary>
    public static string Safe(string? given, DocumentFormat format)
    {
        var name = Clean((given ?? "")[((given ?? "").LastIndexOfAny(['/', '\\']) + 1)..]);
        if (!format.Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            name += format.Extensions[0];

        var stem = name[..name.LastIndexOf('.')];
        var extension = name[stem.Length..];
        if (stem.Length == 0)
            stem = Unnamed;
        if (devices.Contains(stem.Split('.')[0].TrimEnd()))
            stem = $"_{stem}";
        return Shorten(stem, MostCharacters - extension.Length) + extension;
    }

    static string Clean(string name)
    {
        var kept = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune) || IsInvisible(rune))
                continue;
            if (rune.IsAscii && "<>:\"|?*/\\".Contains((char)rune.Value, StringComparison.Ordinal))
                kept.Append('_');
            else
                kept.Append(rune);
        }

        // A file that starts with a dot is hidden; Windows drops dots and blanks at the end.
        return kept.ToString().Trim().Trim('.', ' ');
    }

    /// <summary>Format characters and line separators; the joiners are letters' parts in Persian and Indic names.</summary>
    static bool IsInvisible(Rune rune) =>
        rune.Value is not (0x200C or 0x200D)
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    /// <summary>At most that many characters, and no half of one.</summary>
    static string Shorten(string text, int most)
    {
        if (text.Length <= most)
            return text;

        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
