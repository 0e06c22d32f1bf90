using System.Text;
using HarfBuzzSharp;

namespace Enrollment.Documents.Pdf;

/// <summary>A stretch of text in one face, one script and one direction; an odd level runs from right to left.</summary>
internal readonly record struct TextRun(int Start, int Length, FontFace Face, Script Script, byte Level);

/// <summary>A character that cannot be printed: where it stands, its UTF-16 text and its code point.</summary>
internal readonly record struct MissingCharacter(int Index, string Text, int CodePoint);

/// <summary>Divides a text into runs that can be shaped, and says which characters can't be printed at all.</summary>
internal static class TextItemizer
{
    /// <summary>
    /// The runs of a text in logical order; characters that nothing can draw are added to <paramref name="missing"/>
    /// and left out.
    /// </summary>
    public static TextRun[] Divide(string text, Typeface typeface, ICollection<MissingCharacter> missing)
    {
        var runs = new List<TextRun>(4);
        var levels = Bidirectional.Levels(text);
        var script = Script.Common;
        FontFace? face = null;
        for (int start = 0, end; start < text.Length; start = end)
        {
            if (!Rune.TryGetRuneAt(text, start, out var rune) || Characters.IsRefused(rune))
            {
                end = start + (char.IsSurrogatePair(text, start) ? 2 : 1);
                missing.Add(new(start, text[start..end], end - start == 2 ? rune.Value : text[start]));
                continue;
            }
            end = EndOfCluster(text, start + rune.Utf16SequenceLength);
            var own = ScriptOf(rune);
            var isCommon = own is null;
            script = own ?? script;
            var chosen = typeface.FaceFor(text.AsSpan(start, end - start), isCommon ? face : null);
            if (chosen is null)
            {
                Report(text, start, end, typeface, missing);
                continue;
            }
            face = chosen;
            Append(runs, new(start, end - start, face, script, levels?[start] ?? 0));
        }
        return [.. runs];
    }

    private static int EndOfCluster(string text, int end)
    {
        while (
            end < text.Length
            && Rune.TryGetRuneAt(text, end, out var next)
            && Characters.Extends(next)
            && !Characters.IsRefused(next)
        )
        {
            end += next.Utf16SequenceLength;
        }
        return end;
    }

    private static void Report(
        string text,
        int start,
        int end,
        Typeface typeface,
        ICollection<MissingCharacter> missing
    )
    {
        foreach (var rune in typeface.MissingFrom(text[start..end]))
        {
            var character = rune.ToString();
            missing.Add(new(text.IndexOf(character, start, StringComparison.Ordinal), character, rune.Value));
        }
    }

    // Leading punctuation takes the script of the letters after it, as UAX #24 recommends.
    private static void Append(List<TextRun> runs, TextRun next)
    {
        if (
            runs.Count > 0
            && runs[^1] is var last
            && last.Face == next.Face
            && last.Level == next.Level
            && last.Start + last.Length == next.Start
            && (last.Script.Equals(next.Script) || last.Script.Equals(Script.Common))
        )
        {
            runs[^1] = last with { Length = last.Length + next.Length, Script = next.Script };
            return;
        }
        runs.Add(next);
    }

    private static Script? ScriptOf(Rune rune)
    {
        // The Latin letters of ASCII are nearly all of the text; the rest is looked up.
        if (rune.IsAscii)
        {
            return Rune.IsLetter(rune) ? Script.Latin : null;
        }
        var script = UnicodeFunctions.Default.GetScript(rune.Value);
        return script.Equals(Script.Common) || script.Equals(Script.Inherited) ? null : script;
    }
}
