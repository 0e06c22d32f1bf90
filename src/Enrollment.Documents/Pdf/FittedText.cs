namespace Enrollment.Documents.Pdf;

/// <summary>How a text is fitted: sizes in points, the width of the column in points.</summary>
/// <param name="Typeface">The style of type.</param>
/// <param name="Width">Width that no line exceeds.</param>
/// <param name="Size">Size of type where there is room.</param>
/// <param name="ShrinkTo">Size down to which fewer lines are preferred to larger type.</param>
/// <param name="Lines">Number of lines that the text may take.</param>
internal readonly record struct Fitting(Typeface Typeface, double Width, double Size, double ShrinkTo, int Lines = 1);

/// <summary>
/// A text set in as few lines as its column allows: first the type shrinks a little, then the text is divided into
/// lines of even length, and at last the type shrinks as far as it must.
/// </summary>
internal sealed record FittedText(IReadOnlyList<ShapedText> Lines, double Size)
{
    /// <summary>Width of the widest line, in points.</summary>
    public double Width => Lines.Max(line => line.WidthAt(Size));

    /// <summary>The same text, known to be in a language.</summary>
    public FittedText In(string language) => this with { Lines = [.. Lines.Select(line => line.In(language))] };

    public static FittedText Fit(string text, Fitting fitting) =>
        Fit(TextShaper.Shape(text, fitting.Typeface), fitting);

    /// <summary>Fits a text that has been shaped already.</summary>
    public static FittedText Fit(ShapedText whole, Fitting fitting)
    {
        var best = new FittedText([whole], SizeFor(whole.Width, fitting));
        if (best.Size >= fitting.ShrinkTo || fitting.Lines == 1)
        {
            return best;
        }
        var advances = whole.Advances();
        for (var lines = 2; lines <= fitting.Lines; lines++)
        {
            var starts = LineBreaker.Divide(whole.Text, advances, lines, fitting.ShrinkTo, fitting.Width);
            var candidate = Shape(whole.Text, starts, fitting);
            best = candidate.Size > best.Size ? candidate : best;
            if (best.Size >= fitting.ShrinkTo)
            {
                break;
            }
        }
        return best;
    }

    private static FittedText Shape(string text, IReadOnlyList<int> starts, Fitting fitting)
    {
        var lines = new ShapedText[starts.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var end = i + 1 < lines.Length ? starts[i + 1] : text.Length;
            lines[i] = TextShaper.Shape(text[starts[i]..end].TrimEnd(' '), fitting.Typeface);
        }
        return new(lines, SizeFor(lines.Max(line => line.Width), fitting));
    }

    private static double SizeFor(int width, Fitting fitting) =>
        width == 0 ? fitting.Size : Math.Min(fitting.Size, fitting.Width * 1000 / width);
}
