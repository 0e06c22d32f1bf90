using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Enrollment.Web.Tables;

/// <summary>
/// A workbook (ECMA-376) with one sheet: texts in text cells, which no program takes for formulas or numbers, days and
/// instants as dates. It is packed as it goes; nothing but the row at hand is kept.
/// </summary>
sealed class XlsxTableWriter : ITableWriter
{
    /// <summary>The first day that every program numbers alike: Excel has a February 29th in 1900, the calendar hasn't.</summary>
    static readonly DateOnly firstDay = new(1900, 3, 1);

    readonly AsyncOnlyStream output;
    readonly Spreadsheet workbook;
    readonly StyleId text;
    readonly StyleId day;
    readonly StyleId instant;

    XlsxTableWriter(AsyncOnlyStream output, Spreadsheet workbook)
    {
        (this.output, this.workbook) = (output, workbook);
        text = workbook.AddStyle(new Style { Format = NumberFormat.Custom("@") });
        day = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") });
        instant = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss") });
    }

    internal static async Task<XlsxTableWriter> StartAsync(Stream output, string sheet, CancellationToken token)
    {
        var stream = new AsyncOnlyStream(output);
        var options = new SpreadCheetahOptions { CompressionLevel = SpreadCheetahCompressionLevel.Fastest };
        var workbook = await Spreadsheet.CreateNewAsync(stream, options, token);
        var writer = new XlsxTableWriter(stream, workbook);
        await workbook.StartWorksheetAsync(sheet, new WorksheetOptions { FrozenRows = 1 }, token);
        return writer;
    }

    public async Task WriteAsync(IReadOnlyList<OutCell[]> rows, CancellationToken token)
    {
        foreach (var row in rows)
            await workbook.AddRowAsync(Array.ConvertAll(row, Styled), token);
        await output.FlushAsync(token);
    }

    Cell Styled(OutCell cell) =>
        cell switch
        {
            { Text: { } value } => new Cell(XlsxText.Escape(value), text),
            { Number: { } value } => new Cell(value),
            { Day: { } value } when value < firstDay => new Cell($"{value:yyyy-MM-dd}", text),
            { Day: { } value } => new Cell(value.ToDateTime(TimeOnly.MinValue), day),
            { Instant: { } value } => new Cell(value.UtcDateTime, instant),
            _ => default,
        };

    public async Task FinishAsync(CancellationToken token)
    {
        await workbook.FinishAsync(token);
        await output.FlushAsync(token);
    }

    public ValueTask DisposeAsync() => workbook.DisposeAsync();
}
