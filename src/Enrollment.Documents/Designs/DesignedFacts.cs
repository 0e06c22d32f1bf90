using Enrollment.Certificates;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Designs;

/// <summary>The facts below the course: a value and, above it, its label in each language.</summary>
internal sealed class DesignedFacts(
    CertificateSnapshot snapshot,
    CompiledDesign design,
    CertificateTypefaces typefaces,
    Typesetter set
)
{
    private const double RowHeight = 25;
    private const double RowGap = 8;
    private const double Padding = 13;
    private const double LeastPadding = 6;

    private readonly Tongue principal = design.Tongues[0];
    private readonly SmallType small = SmallType.Of(snapshot.TemplateVersion);
    private List<List<(DesignedLabel Label, FittedText Value)>>? rows;

    /// <summary>Height in points: a portrait sheet has two rows, and so has one whose facts don't go into one.</summary>
    public double Height => (Rows.Count * RowHeight) + ((Rows.Count - 1) * RowGap);

    private List<List<(DesignedLabel Label, FittedText Value)>> Rows => rows ??= Divide([.. Cells()]);

    public void Draw(double top)
    {
        foreach (var row in Rows)
        {
            DrawRow(row, top);
            top -= RowHeight + RowGap;
        }
    }

    private List<List<(DesignedLabel, FittedText)>> Divide(List<(DesignedLabel Label, FittedText Value)> cells)
    {
        var isTooWide = !small.IsEarly && cells.Sum(Width) + (2 * LeastPadding * cells.Count) > design.Layout.Column;
        return design.Layout.IsPortrait || isTooWide ? [cells[..2], cells[2..]] : [cells];
    }

    private static double Width((DesignedLabel Label, FittedText Value) cell) =>
        Math.Max(cell.Label.Width, cell.Value.Width);

    private void DrawRow(List<(DesignedLabel Label, FittedText Value)> cells, double top)
    {
        if (principal.IsRightToLeft)
        {
            cells.Reverse();
        }
        var spare = (design.Layout.Column - cells.Sum(Width)) / (2 * cells.Count);
        var padding = small.IsEarly ? Padding : Math.Clamp(spare, LeastPadding, Padding);
        var widths = cells.ConvertAll(cell => Width(cell) + (2 * padding));
        var scale = Math.Min(1, design.Layout.Column / widths.Sum());
        var left = design.Layout.Middle - (widths.Sum() * scale / 2);
        for (var i = 0; i < cells.Count; i++)
        {
            var middle = left + (widths[i] * scale / 2);
            cells[i].Label.Draw(set, middle - (cells[i].Label.Width * scale / 2), top - 6, scale, cells[i].Value);
            left += widths[i] * scale;
            if (i < cells.Count - 1)
            {
                Ornaments.Divider(set.Page, left, top - 23, top - 1, design.Colors.PaleAccent);
            }
        }
    }

    private IEnumerable<(DesignedLabel Label, FittedText Value)> Cells()
    {
        yield return Cell("courseCode", snapshot.CourseCode, small.IsEarly ? 120 : 190);
        var (from, to) = (("from", principal.Date(snapshot.StartsOn)), ("to", principal.Date(snapshot.EndsOn)));
        yield return Cell("dates", principal.Fill("span", from, to), 230);
        yield return Cell("hours", principal.Number(snapshot.Hours), 60);
        if (snapshot.Credits is { } credits)
        {
            yield return Cell("credits", principal.Number(credits), 60);
        }
        if (snapshot.NqfLevel is { } level)
        {
            yield return Cell("nqfLevel", principal.Number(level), 60);
        }
    }

    private (DesignedLabel, FittedText) Cell(string key, string value, double width) =>
        (
            DesignedLabel.Of(key, design.Tongues, typefaces.Sans, small.Fact, small.IsEarly ? 150 : 200, set),
            principal.Fit(value, new(typefaces.Sans, width, 9.2, 5), set)
        );
}
