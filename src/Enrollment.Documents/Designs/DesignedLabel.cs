using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Designs;

/// <summary>A label in each language of a design on one line, with strokes between them.</summary>
internal sealed record DesignedLabel(IReadOnlyList<ShapedText> Pieces, double Size)
{
    public double Width => Pieces.Sum(piece => piece.WidthAt(Size));

    /// <param name="key">The word's key.</param>
    /// <param name="tongues">The principal one first; where it runs from right to left, it stands at the right.</param>
    /// <param name="typeface">Its type.</param>
    /// <param name="size">In points where there is room.</param>
    /// <param name="width">Width in points that it doesn't exceed.</param>
    /// <param name="set">Shapes it.</param>
    public static DesignedLabel Of(
        string key,
        IReadOnlyList<Tongue> tongues,
        Typeface typeface,
        double size,
        double width,
        Typesetter set
    )
    {
        var ordered = tongues[0].IsRightToLeft ? tongues.Reverse() : tongues;
        var pieces = new List<ShapedText>();
        foreach (var tongue in ordered)
        {
            if (pieces.Count > 0)
            {
                pieces.Add(set.Line(" / ", typeface));
            }
            pieces.Add(set.Line(tongue[key], typeface).In(tongue.Language));
        }
        return new(pieces, Math.Min(size, width * 1000 / pieces.Sum(piece => piece.Width)));
    }

    /// <summary>
    /// Draws the label and, <paramref name="gap"/> points below it, its value as one paragraph: the value centered below the
    /// label or, where <paramref name="align"/> says so, at its left (0) or right (1).
    /// </summary>
    public void Draw(
        Typesetter set,
        double left,
        double y,
        double scale,
        FittedText value,
        double align = 0.5,
        double gap = 3.4
    )
    {
        var width = Width * scale;
        var valueWidth = value.Width * scale;
        set.Open("P", Palette.Quiet, [.. Pieces, .. value.Lines]);
        var x = left;
        foreach (var piece in Pieces)
        {
            set.Page.Show(piece, Size * scale, x, y);
            x += piece.WidthAt(Size * scale);
        }
        set.Page.Fill(Palette.Ink);
        set.Page.Show(
            value.Lines[0],
            value.Size * scale,
            left + ((width - valueWidth) * align),
            y - (value.Size * scale) - gap
        );
        set.Page.End();
    }
}
