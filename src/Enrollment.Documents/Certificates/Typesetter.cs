using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>Puts fitted texts on the page, each as an element of the structure tree.</summary>
internal sealed class Typesetter(PageContent page, StructureElement parent, ShapedTextCache cache)
{
    /// <summary>Distance between baselines, as a multiple of the type size.</summary>
    public const double Leading = 1.24;

    public PageContent Page => page;

    /// <summary>Fits a text that other certificates carry too; its shape is remembered.</summary>
    public FittedText Shared(string text, Fitting fitting) =>
        FittedText.Fit(cache.Shape(text, fitting.Typeface), fitting);

    /// <summary>Width in points of one line of the template's own words.</summary>
    public ShapedText Line(string text, Typeface typeface) => cache.Shape(text, typeface);

    /// <summary>Centers every line of a text on <paramref name="x"/>, the first on the baseline <paramref name="y"/>.</summary>
    public void Centered(FittedText text, Color color, double x, double y, string type = "P", double spacing = 0)
    {
        Open(type, color, text.Lines);
        foreach (var line in text.Lines)
        {
            // The space after the last glyph doesn't count.
            var width = line.WidthAt(text.Size) + (spacing * (GlyphsOf(line) - 1));
            page.Show(line, text.Size, x - (width / 2), y, spacing);
            y -= text.Size * Leading;
        }
        page.End();
    }

    /// <summary>One line from pieces of different style, centered; each piece keeps its own color.</summary>
    public void Centered(IReadOnlyList<(ShapedText Text, double Size, Color Color)> pieces, double x, double y)
    {
        // An italic leans into the upright that follows it.
        const double air = 1.2;
        var left = x - ((pieces.Sum(piece => piece.Text.WidthAt(piece.Size)) + (air * (pieces.Count - 1))) / 2);
        Open("P", pieces[0].Color, [.. pieces.Select(piece => piece.Text)]);
        foreach (var (text, size, color) in pieces)
        {
            page.Fill(color);
            page.Show(text, size, left, y);
            left += text.WidthAt(size) + air;
        }
        page.End();
    }

    /// <summary>A label in small capitals' manner and its value, one paragraph; both start at a given place.</summary>
    public void Labeled(ShapedText label, FittedText value, (double X, double Y) labelAt, (double X, double Y) valueAt)
    {
        Open("P", Palette.Quiet, value.Lines);
        page.Show(label, LabelSize, labelAt.X, labelAt.Y, LabelSpacing);
        page.Fill(Palette.Ink);
        page.Show(value.Lines[0], value.Size, valueAt.X, valueAt.Y);
        page.End();
    }

    public const double LabelSize = 5.9;
    public const double LabelSpacing = 0.55;

    /// <summary>Width of a label in points.</summary>
    public static double LabelWidth(ShapedText label) =>
        label.WidthAt(LabelSize) + (LabelSpacing * (GlyphsOf(label) - 1));

    private static int GlyphsOf(ShapedText text) => text.Runs.Sum(run => run.Glyphs.Length);

    /// <summary>
    /// Opens an element. It carries the language where all of its text has the same; otherwise each run names its own.
    /// </summary>
    public StructureElement Open(string type, Color color, IReadOnlyList<ShapedText> lines)
    {
        var languages = lines
            .SelectMany(line => line.Runs)
            .Select(run => page.Foreign(run.Language))
            .Distinct()
            .Take(2)
            .ToArray();
        var element = parent.Add(new(type) { Language = languages.Length == 1 ? languages[0] : null });
        page.Begin(element);
        page.Fill(color);
        return element;
    }
}
