namespace Enrollment.Documents.Pdf;

/// <summary>
/// A glyph where it is to be drawn. Lengths are thousandths of the type size; the cluster is the stretch of the text
/// that this glyph, alone or with its neighbors of the same cluster, stands for.
/// </summary>
internal readonly record struct ShapedGlyph(
    ushort Id,
    int Advance,
    int OffsetX,
    int OffsetY,
    int Cluster,
    int ClusterLength
);

/// <summary>Glyphs of one face from left to right, and the language of their text (BCP 47; null: the document's).</summary>
internal sealed record ShapedRun(FontFace Face, string? Language, ShapedGlyph[] Glyphs);

/// <summary>A text as one line of glyphs, its runs from left to right.</summary>
internal sealed record ShapedText(string Text, ShapedRun[] Runs, int Width)
{
    /// <summary>The same text, known to be in a language.</summary>
    public ShapedText In(string language) =>
        this with
        {
            Runs = [.. Runs.Select(run => run with { Language = language })],
        };

    /// <summary>Width in points at a type size in points.</summary>
    public double WidthAt(double size) => Width * size / 1000;

    /// <summary>Width that each UTF-16 unit brings to the line, in thousandths; a cluster's stands at its first unit.</summary>
    public int[] Advances()
    {
        var advances = new int[Text.Length];
        foreach (var run in Runs)
        {
            foreach (var glyph in run.Glyphs)
            {
                advances[glyph.Cluster] += glyph.Advance;
            }
        }
        return advances;
    }
}
