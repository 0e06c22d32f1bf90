using nietras.SeparatedValues;

namespace Enrollment.Web.Tables;

/// <summary>Reads CSV (RFC 4180) with commas, semicolons or tabs, row by row.</summary>
static class CsvTable
{
    static readonly char[] separators = [',', ';', '\t'];

    /// <summary>The rows that aren't blank, the header first.</summary>
    internal static IEnumerable<TableRow> Read(Stream file)
    {
        var (separator, isNamed) = SeparatorOf(file);
        using var text = TextFile.Open(file);
        using var reader = Sep.New(separator)
            .Reader(options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true })
            .From(text);
        foreach (var row in reader)
        {
            if (isNamed && row.RowIndex == 0)
                continue;

            var cells = new TableCell[row.ColCount];
            for (var place = 0; place < cells.Length; place++)
                cells[place] = TableCell.Of(FormulaGuard.Undo(row[place].ToString()));
            if (!cells.All(cell => cell.IsBlank))
                yield return new TableRow(row.RowIndex + 1, cells);
        }
    }

    /// <summary>
    /// The separator that the first record has most of, outside quotes, or that it names: Excel writes and reads a first
    /// line such as <c>sep=;</c>.
    /// </summary>
    static (char Separator, bool IsNamed) SeparatorOf(Stream file)
    {
        using var text = TextFile.Open(file);
        var start = new char[16 * 1024];
        var first = start.AsSpan(0, text.ReadBlock(start, 0, start.Length));
        if (
            first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            && first.Length > 4
            && separators.Contains(first[4])
        )
            return (first[4], true);

        var counts = new int[separators.Length];
        var quoted = false;
        foreach (var c in first)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c is '\n' or '\r' && !quoted && counts.Sum() > 0)
                break;
            else if (!quoted && Array.IndexOf(separators, c) is >= 0 and var which)
                counts[which]++;
        }

        return (separators[Array.IndexOf(counts, counts.Max())], false);
    }
}
