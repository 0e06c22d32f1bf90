using System.Globalization;

namespace Enrollment.Documents.Pdf;

/// <summary>Divides a text into lines: a given number of even length, or as many as a column of a given width needs.</summary>
internal static class LineBreaker
{
    /// <summary>
    /// The start of each line. Lines end at spaces, hyphens and between ideographs; where a piece without such a place
    /// would not fit the column, at any user-perceived character.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="advances">Width of each UTF-16 unit in thousandths of the type size.</param>
    /// <param name="lines">Number of lines, two or more; the result may have fewer.</param>
    /// <param name="smallestSize">Type size in points that the lines should not fall below.</param>
    /// <param name="width">Width of the column in points.</param>
    public static IReadOnlyList<int> Divide(
        string text,
        ReadOnlySpan<int> advances,
        int lines,
        double smallestSize,
        double width
    )
    {
        var pieces = Pieces(text, advances, Characters.CanBreakBefore);
        if (pieces.Max(piece => piece.Width) * smallestSize / 1000 > width)
        {
            var elements = StringInfo.ParseCombiningCharacters(text).ToHashSet();
            pieces = Pieces(text, advances, (_, index) => elements.Contains(index));
        }
        // The narrowest column that still takes the pieces in so many lines, by bisection.
        var (low, high) = (pieces.Max(piece => piece.Width), pieces.Sum(piece => piece.Width));
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Fill(pieces, middle).Count <= lines ? (low, middle) : (middle + 1, high);
        }
        return Fill(pieces, high);
    }

    /// <summary>
    /// Shapes a text in as many lines as a column needs at a type size in points; a line takes as much as it can. Blanks at
    /// the ends of lines are left out.
    /// </summary>
    public static IEnumerable<ShapedText> Wrap(string text, Typeface typeface, double size, double width)
    {
        var whole = TextShaper.Shape(text, typeface);
        if (whole.WidthAt(size) <= width)
        {
            return [whole];
        }
        var column = (int)(width / size * 1000);
        var pieces = Pieces(text, whole.Advances(), Characters.CanBreakBefore);
        if (pieces.Max(piece => piece.Width) > column)
        {
            var elements = StringInfo.ParseCombiningCharacters(text).ToHashSet();
            pieces = Pieces(text, whole.Advances(), (_, index) => elements.Contains(index));
        }
        var starts = Fill(pieces, column);
        return starts
            .Select((start, n) => text[start..(n + 1 < starts.Count ? starts[n + 1] : text.Length)].Trim())
            .Where(line => line.Length > 0)
            .Select(line => TextShaper.Shape(line, typeface));
    }

    private static List<int> Fill(List<(int Start, int Width)> pieces, int column)
    {
        var starts = new List<int> { 0 };
        var filled = 0;
        foreach (var (start, width) in pieces)
        {
            if (filled > 0 && filled + width > column)
            {
                starts.Add(start);
                filled = 0;
            }
            filled += width;
        }
        return starts;
    }

    private static List<(int Start, int Width)> Pieces(
        string text,
        ReadOnlySpan<int> advances,
        Func<string, int, bool> canBreakBefore
    )
    {
        var pieces = new List<(int Start, int Width)>();
        var (start, width) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (i > start && canBreakBefore(text, i))
            {
                pieces.Add((start, width));
                (start, width) = (i, 0);
            }
            width += advances[i];
        }
        pieces.Add((start, width));
        return pieces;
    }
}
