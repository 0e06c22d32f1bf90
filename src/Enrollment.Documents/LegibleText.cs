using System.Globalization;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents;

/// <summary>Texts that nobody can correct before they are printed, or that weren't made for being printed.</summary>
internal static class LegibleText
{
    /// <summary>The characters of a text that no font has.</summary>
    public static IEnumerable<MissingCharacter> FindMissing(string text, Typeface typeface) =>
        TextShaper.FindMissing(OneLine(text), typeface);

    /// <summary>The text with the code point in place of each of them.</summary>
    public static string Of(string text, Typeface typeface) =>
        FindMissing(text, typeface)
            .DistinctBy(missing => missing.Text)
            .Aggregate(
                text,
                (legible, missing) =>
                    legible.Replace(
                        missing.Text,
                        string.Create(CultureInfo.InvariantCulture, $"[U+{missing.CodePoint:X4}]"),
                        StringComparison.Ordinal
                    )
            );

    // As the lines are divided before they are set: a line break and a tab need no glyph.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');
}
