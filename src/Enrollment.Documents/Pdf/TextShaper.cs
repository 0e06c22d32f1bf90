using System.Globalization;
using HarfBuzzSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Enrollment.Documents.Pdf;

/// <summary>Turns text into glyphs: runs, shaping by HarfBuzz, visual order.</summary>
internal static class TextShaper
{
    /// <summary>Stands for a language that is written in Cyrillic letters, where the letters don't tell which.</summary>
    public const string SomeCyrillic = "und-Cyrl";

    private static readonly Language Undetermined = new("und");

    // Without optional ligatures: every letter keeps its own glyph, and spaced headings their even spacing. Those that a
    // script requires (Arabic) are another feature.
    private static readonly Feature[] NoLigatures = [new(new Tag('l', 'i', 'g', 'a'), 0)];

    // A buffer is costly to make and belongs to one thread at a time.
    [ThreadStatic]
    private static Buffer? threadBuffer;

    /// <summary>Characters of the text that no face of the style can draw.</summary>
    public static IReadOnlyList<MissingCharacter> FindMissing(string text, Typeface typeface)
    {
        var missing = new List<MissingCharacter>();
        TextItemizer.Divide(text, typeface, missing);
        return missing;
    }

    /// <summary>
    /// Shapes a text as one line. Throws <see cref="InvalidOperationException"/> for a character without a glyph: a box
    /// is never printed.
    /// </summary>
    public static ShapedText Shape(string text, Typeface typeface)
    {
        var missing = new List<MissingCharacter>(0);
        var runs = TextItemizer.Divide(text, typeface, missing);
        if (missing.Count > 0)
        {
            throw Unprintable(text, missing[0].CodePoint);
        }
        if (runs.Length > 1)
        {
            Bidirectional.Reorder(runs, run => run.Level);
        }
        var shaped = new ShapedRun[runs.Length];
        var width = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            shaped[i] = Shape(text, runs[i]);
            foreach (var glyph in shaped[i].Glyphs)
            {
                width += glyph.Advance;
            }
        }
        return new(text, shaped, width);
    }

    private static ShapedRun Shape(string text, TextRun run)
    {
        var buffer = threadBuffer ??= new Buffer();
        buffer.ClearContents();
        buffer.ClusterLevel = ClusterLevel.MonotoneCharacters;
        buffer.Flags = BufferFlags.RemoveDefaultIgnorables;
        // The neighbors of the run are context only: an Arabic letter joins across a change of face.
        buffer.AddUtf16(text.AsSpan(), run.Start, run.Length);
        var isRightToLeft = run.Level % 2 == 1;
        buffer.Direction = isRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.Script = run.Script;
        // Set always: left open, HarfBuzz would take the language of the process.
        buffer.Language = Undetermined;
        run.Face.Shaper.Shape(buffer, NoLigatures);

        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        var glyphs = new ShapedGlyph[infos.Length];
        var (end, cluster) = (run.Start + run.Length, -1);
        var clusterEnd = end;
        for (var step = 0; step < infos.Length; step++)
        {
            // From the end of the text to its start, whichever way it runs, so that each cluster ends at the next.
            var i = isRightToLeft ? step : infos.Length - 1 - step;
            var start = (int)infos[i].Cluster;
            if (start != cluster)
            {
                clusterEnd = cluster < 0 ? end : cluster;
                cluster = start;
            }
            if (infos[i].Codepoint == 0)
            {
                throw Unprintable(text, Characters.RuneAt(text, start).Value);
            }
            var position = positions[i];
            glyphs[i] = new(
                (ushort)infos[i].Codepoint,
                position.XAdvance,
                position.XOffset,
                position.YOffset,
                start,
                clusterEnd - start
            );
        }
        return new(run.Face, LanguageOf(text, run.Script), glyphs);
    }

    // Only what a script tells for certain; Latin text is left to the language of the document.
    private static string? LanguageOf(string text, Script script)
    {
        if (script.Equals(Script.Cyrillic))
        {
            return text.AsSpan().ContainsAny(KazakhLetters) ? "kk" : SomeCyrillic;
        }
        return script.Equals(Script.Han) ? "zh-Hans"
            : script.Equals(Script.Arabic) ? "ar"
            : script.Equals(Script.Thai) ? "th"
            : script.Equals(Script.Georgian) ? "ka"
            : script.Equals(Script.Armenian) ? "hy"
            : script.Equals(Script.Hebrew) ? "he"
            : script.Equals(Script.Greek) ? "el"
            : script.Equals(Script.Devanagari) ? "hi"
            : null;
    }

    private static readonly System.Buffers.SearchValues<char> KazakhLetters = System.Buffers.SearchValues.Create(
        "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
    );

    private static InvalidOperationException Unprintable(string text, int codePoint) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"No typeface has U+{codePoint:X4} of \"{text}\"; the text must be refused before it is drawn."
            )
        );
}
