using System.Globalization;
using System.Text;

namespace Enrollment.Documents.Pdf;

/// <summary>What kinds of characters a line of print tells apart (Unicode Standard, UAX #44).</summary>
internal static class Characters
{
    /// <summary>
    /// Characters that no line of print may hold whatever a font says: controls (a line break, U+0000), surrogate halves,
    /// private use, separators of lines and paragraphs, and the two directional overrides, which would print a name
    /// in another order than it is stored in.
    /// </summary>
    public static bool IsRefused(Rune rune) =>
        rune.Value is 0x202D or 0x202E
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    /// <summary>
    /// Characters that have an effect but no shape (part of Default_Ignorable_Code_Point): they need no glyph and
    /// print none. Tags of emoji flags are left out on purpose, their base has no glyph either.
    /// </summary>
    public static bool IsIgnorable(Rune rune) =>
        rune.Value
            is 0x00AD
                or 0x034F
                or 0x061C
                or (>= 0x180B and <= 0x180F)
                or (>= 0x200B and <= 0x200F)
                or (>= 0x202A and <= 0x202C)
                or (>= 0x2060 and <= 0x2064)
                or (>= 0x2066 and <= 0x206F)
                or (>= 0xFE00 and <= 0xFE0F)
                or 0xFEFF
                or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Marks and ignorable characters belong to the character in front of them.</summary>
    public static bool Extends(Rune rune) =>
        rune.Value >= 0x00AD
        && (
            IsIgnorable(rune)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.EnclosingMark
        );

    /// <summary>
    /// The blanks of fixed width and the non-breaking hyphen, which the shaper makes from the plain space and hyphen where a font
    /// lacks them (hb-ot-shape-normalize).
    /// </summary>
    public static int Substitute(Rune rune) =>
        rune.Value switch
        {
            0x00A0 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000 => ' ',
            0x2011 => 0x2010,
            _ => rune.Value,
        };

    /// <summary>Whether the text needs the bidirectional algorithm at all; most doesn't.</summary>
    public static bool HasRightToLeft(ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            // Hebrew to Arabic Extended-A, the directional marks, the presentation forms, and any supplementary letter
            // of the right-to-left planes (which begin with the surrogates D802, D803, D83A, D83B).
            if (
                unit
                is (>= '\u0590' and <= '\u08FF')
                    or (>= '\u200E' and <= '\u200F')
                    or (>= '\u202A' and <= '\u202E')
                    or (>= '\u2066' and <= '\u2069')
                    or (>= '\uFB1D' and <= '\uFDFF')
                    or (>= '\uFE70' and <= '\uFEFC')
                    or '\uD802'
                    or '\uD803'
                    or '\uD83A'
                    or '\uD83B'
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a line may end before the character at <paramref name="index"/>.</summary>
    public static bool CanBreakBefore(string text, int index)
    {
        if (index <= 0 || index >= text.Length || char.IsLowSurrogate(text[index]))
        {
            return false;
        }
        var (before, after) = (text[index - 1], text[index]);
        if (before is ' ' or '-' or '\u2010' or '\u200B' or '/')
        {
            return after != ' ' && !(before == '/' && after == '/');
        }
        return IsIdeographic(before) && IsIdeographic(after) && !Extends(RuneAt(text, index));
    }

    /// <summary>The character at an index; a surrogate half on its own comes back as U+FFFD.</summary>
    public static Rune RuneAt(string text, int index) =>
        Rune.TryGetRuneAt(text, index, out var rune) ? rune : Rune.ReplacementChar;

    // Ideographs of the basic plane and, by their surrogates, of the supplementary ideographic plane.
    private static bool IsIdeographic(char unit) =>
        unit is (>= '\u3400' and <= '\u9FFF') or (>= '\uD840' and <= '\uD888') or (>= '\uDC00' and <= '\uDFFF');
}
