using System.Globalization;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Enrollment.Web.Tables;

/// <summary>
/// Reads the first sheet of a workbook that can be seen, row by row; of formulas, the values that they had when it was
/// saved.
/// </summary>
static class XlsxTable
{
    /// <summary>The reader can't be made without the code pages of the older format.</summary>
    static XlsxTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The rows that aren't blank, the header first.</summary>
    internal static IEnumerable<TableRow> Read(Stream file)
    {
        file.Position = 0;
        using var reader = Open(file);
        while (reader.VisibleState != "visible" && Try(reader, static (r, _) => r.NextResult())) { }

        var merged = Try(reader, static (r, _) => r.MergeCells) ?? [];
        while (Try(reader, static (r, _) => r.Read()))
        {
            var cells = Cells(reader);
            var depth = reader.Depth;
            if (!cells.All(cell => cell.IsBlank))
            {
                yield return new TableRow(
                    depth + 1,
                    cells,
                    merged.Any(range => range.FromRow <= depth && depth <= range.ToRow && IsSeveral(range))
                );
            }
        }
    }

    static bool IsSeveral(CellRange range) => range.FromRow != range.ToRow || range.FromColumn != range.ToColumn;

    static IExcelDataReader Open(Stream file) =>
        Try(
            file,
            static (stream, _) =>
                ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = true })
        );

    static TableCell[] Cells(IExcelDataReader reader)
    {
        var cells = new TableCell[Try(reader, static (r, _) => r.FieldCount)];
        for (var place = 0; place < cells.Length; place++)
            cells[place] = Cell(reader, place);
        return cells;
    }

    static TableCell Cell(IExcelDataReader reader, int place) =>
        Try(reader, static (r, p) => r.GetValue(p), place) switch
        {
            null => default,
            string text => TableCell.Of(text),
            double number => new TableCell(CellKind.Number, Number: number),
            int number => new TableCell(CellKind.Number, Number: number),
            DateTime date => new TableCell(CellKind.Date, Date: date),
            // A time of day without a day.
            TimeSpan time => new TableCell(CellKind.Date, Date: DateTime.MinValue + time),
            bool => new TableCell(CellKind.Logical),
            var other => throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"a cell holds {other.GetType().Name}")
            ),
        };

    /// <summary>
    /// Around the reader's own calls only, so that no failure of this program passes for one of the file. Beside its own
    /// exceptions and those of ZIP and XML it fails on broken files, as feeding it flipped bits and misplaced elements showed,
    /// with whatever an attribute that is missing, no number or beyond its list leads to.
    /// </summary>
    static T Try<TSource, T>(TSource source, Func<TSource, int, T> read, int place = 0)
    {
        try
        {
            return read(source, place);
        }
        catch (Exception broken)
            when (broken
                    is ExcelReaderException
                        or XmlException
                        or InvalidDataException
                        or EndOfStreamException
                        or FormatException
                        or OverflowException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or NullReferenceException
                        or KeyNotFoundException
            )
        {
            throw WorkbookGuard.Broken(broken);
        }
    }
}
