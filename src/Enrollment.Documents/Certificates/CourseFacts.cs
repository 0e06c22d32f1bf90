using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>The row of facts below the course: code, dates, hours, credits, level; a label above each value.</summary>
internal sealed class CourseFacts(CertificateSnapshot snapshot, CertificateTypefaces typefaces, Typesetter set)
{
    private const double Padding = 17;

    /// <summary>Draws the row, 24 pt high, centered on <paramref name="x"/> below <paramref name="top"/>.</summary>
    public void Draw(double x, double top)
    {
        var cells = Cells().ToArray();
        var widths = Array.ConvertAll(cells, Width);
        var left = x - (widths.Sum() / 2);
        for (var i = 0; i < cells.Length; i++)
        {
            var (label, value) = cells[i];
            var middle = left + (widths[i] / 2);
            var labelLeft = middle - (Typesetter.LabelWidth(label) / 2);
            set.Labeled(label, value, (labelLeft, top - 6), (middle - (value.Width / 2), top - 20));
            left += widths[i];
            if (i < cells.Length - 1)
            {
                Ornaments.Divider(set.Page, left, top - 23, top - 1);
            }
        }
    }

    private static double Width((ShapedText Label, FittedText Value) cell) =>
        Math.Max(Typesetter.LabelWidth(cell.Label), cell.Value.Width) + (2 * Padding);

    private IEnumerable<(ShapedText Label, FittedText Value)> Cells()
    {
        yield return Cell("COURSE CODE", snapshot.CourseCode, 120);
        yield return Cell("DATES", $"{PrintedDate.Of(snapshot.StartsOn)} to {PrintedDate.Of(snapshot.EndsOn)}", 230);
        yield return Cell("HOURS", snapshot.Hours.ToString(CultureInfo.InvariantCulture), 60);
        if (snapshot.Credits is { } credits)
        {
            yield return Cell("CREDITS", credits.ToString("0.##", CultureInfo.InvariantCulture), 60);
        }
        if (snapshot.NqfLevel is { } level)
        {
            yield return Cell("NQF LEVEL", level.ToString(CultureInfo.InvariantCulture), 60);
        }
    }

    private (ShapedText, FittedText) Cell(string label, string value, double width) =>
        (set.Line(label, typefaces.Sans), set.Shared(value, new(typefaces.Sans, width, 9.6, 5)));
}
