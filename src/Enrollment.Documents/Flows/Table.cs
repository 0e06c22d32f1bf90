using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Flows;

/// <summary>A column: its heading and its share of the width; numbers are set to its right side.</summary>
internal readonly record struct TableColumn(string Heading, double Share, bool IsNumber = false);

/// <summary>
/// A table that goes on over as many pages as it needs. A row isn't divided unless it is higher than a page; the heading
/// stands again on every page, as decoration, since a reader aloud needs it once. Without a heading in any column it has no
/// such row.
/// </summary>
internal sealed class Table(Flow flow, IReadOnlyList<TableColumn> columns, TextStyle heading, TextStyle body)
{
    private const double Gap = 8;
    private const double Leading = 1.28;
    private const double Padding = 3.2;

    private readonly bool hasHeading = columns.Any(column => column.Heading.Length > 0);
    private readonly double shares = columns.Sum(column => column.Share);

    /// <summary>Draws all rows, each with a text per column; the first column heads its row.</summary>
    /// <param name="rows">The texts.</param>
    /// <param name="keep">Room that must be left below the last row, so that what follows doesn't stand alone.</param>
    public void Write(IEnumerable<IReadOnlyList<string>> rows, double keep = 0)
    {
        var table = flow.Structure.Add(new("Table"));
        if (hasHeading)
        {
            flow.Demand(80);
            DrawHeading(table.Add(new("THead")).Add(new("TR")));
        }
        var content = table.Add(new("TBody"));
        // One row ahead, to know the last one: a long table isn't held as a whole.
        using var coming = rows.GetEnumerator();
        for (var more = coming.MoveNext(); more; )
        {
            var cells = coming
                .Current.Select((text, column) => StyleOf(column).Lines(text, WidthOf(column) - Gap))
                .ToArray();
            more = coming.MoveNext();
            DrawRow(content.Add(new("TR")), cells, more ? 0 : keep);
        }
    }

    private void DrawHeading(StructureElement? row)
    {
        var cells = columns.Select((column, n) => heading.Lines(column.Heading, WidthOf(n) - Gap)).ToArray();
        var height = HeightOf(cells, heading);
        flow.Page.BeginArtifact();
        flow.Page.Fill(Palette.Mist);
        flow.Page.Rectangle(Flow.Left, flow.Y - height, Flow.Right, flow.Y);
        flow.Page.End();
        for (var column = 0; column < cells.Length; column++)
        {
            var cell = row?.Add(new("TH") { Scope = "Column" });
            DrawCell(cell, cells[column], heading, column);
        }
        flow.Skip(height);
        flow.Rule(Flow.Left, Flow.Right, flow.Y, Palette.Teal);
    }

    private void DrawRow(StructureElement row, IReadOnlyList<ShapedText>[] cells, double keep)
    {
        // A row that fits no page is divided by lines, in pieces that do.
        const int most = 44;
        var lines = cells.Max(cell => cell.Count);
        var elements = columns
            .Select((_, n) => row.Add(n == 0 ? new("TH") { Scope = "Row" } : new StructureElement("TD")))
            .ToArray();
        for (var start = 0; start < Math.Max(lines, 1); start += most)
        {
            IReadOnlyList<ShapedText>[] piece = [.. cells.Select(cell => cell.Skip(start).Take(most).ToList())];
            var height = HeightOf(piece, body);
            if (
                flow.Demand(height + (lines <= start + most ? Math.Min(keep, Flow.Room - height - 40) : 0))
                && hasHeading
            )
            {
                DrawHeading(row: null);
            }
            for (var column = 0; column < piece.Length; column++)
            {
                DrawCell(elements[column], piece[column], StyleOf(column), column);
            }
            flow.Skip(height);
        }
        flow.Rule(Flow.Left, Flow.Right, flow.Y, Palette.PaleTeal, 0.3);
    }

    private void DrawCell(StructureElement? cell, IReadOnlyList<ShapedText> lines, TextStyle style, int column)
    {
        var x = Flow.Left + (Gap / 2) + (columns.Take(column).Sum(c => c.Share) / shares * Flow.Column);
        // One baseline for the whole row, whatever the sizes of its columns.
        var y = flow.Y - Padding - Math.Max(style.Size, body.Size);
        foreach (var line in lines)
        {
            var left = columns[column].IsNumber ? x + WidthOf(column) - Gap - line.WidthAt(style.Size) : x;
            if (cell is not null)
            {
                flow.Draw(cell, line, style, left, y);
            }
            else
            {
                flow.Page.BeginArtifact();
                flow.Page.Fill(style.Color);
                flow.Page.Show(line, style.Size, left, y);
                flow.Page.End();
            }
            y -= style.Size * Leading;
        }
    }

    // Where nothing heads the columns, the first one is made up of labels.
    private TextStyle StyleOf(int column) => column == 0 && !hasHeading ? heading : body;

    private double WidthOf(int column) => columns[column].Share / shares * Flow.Column;

    private static double HeightOf(IReadOnlyList<ShapedText>[] cells, TextStyle style) =>
        (2 * Padding) + (Math.Max(cells.Max(cell => cell.Count), 1) * style.Size * Leading);
}
