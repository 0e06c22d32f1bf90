using Enrollment.Admissions;
using Enrollment.Web.Api;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Validations;
using SpreadCheetah.Worksheets;

namespace Enrollment.Web.Tables;

/// <summary>The empty table to be filled in: headers, and in a workbook a second sheet that explains each column.</summary>
static class ImportTemplate
{
    /// <summary>The rows for which a program checks what is entered; more may be filled in.</summary>
    const int CheckedRows = 100_000;

    internal static async Task WriteCsvAsync(Stream output, CancellationToken token)
    {
        await using var writer = new CsvTableWriter(output);
        await writer.WriteAsync(
            [
                [.. ApplicationColumns.Imported.Select(facts => OutCell.Of(facts.Header))],
            ],
            token
        );
        await writer.FinishAsync(token);
    }

    internal static async Task WriteXlsxAsync(Stream output, CancellationToken token)
    {
        var stream = new AsyncOnlyStream(output);
        await using var workbook = await Spreadsheet.CreateNewAsync(stream, null, token);
        var bold = workbook.AddStyle(new Style { Font = { Bold = true } });
        await WriteTableAsync(workbook, bold, token);
        await WriteExplanationAsync(workbook, bold, token);
        await workbook.FinishAsync(token);
        await stream.FlushAsync(token);
    }

    static async Task WriteTableAsync(Spreadsheet workbook, StyleId bold, CancellationToken token)
    {
        var text = new Style { Format = NumberFormat.Custom("@") };
        var day = new Style { Format = NumberFormat.Custom("yyyy-mm-dd") };
        var sheet = new WorksheetOptions { FrozenRows = 1 };
        var columns = ApplicationColumns.Imported;
        for (var place = 0; place < columns.Count; place++)
        {
            var column = sheet.Column(place + 1);
            column.Width = Math.Max(14, columns[place].Header.Length + 4);
            // In a text cell "00123" keeps its zeros and "+7701..." its plus.
            column.DefaultStyle = columns[place].Column == ApplicationColumn.BirthDate ? day : text;
        }

        await workbook.StartWorksheetAsync("Applications", sheet, token);
        await workbook.AddHeaderRowAsync([.. columns.Select(facts => facts.Header)], bold, token);
        Check(
            workbook,
            ApplicationColumn.State,
            DataValidation.ListValues([ApiJson.Name(ApplicationState.Draft), ApiJson.Name(ApplicationState.Submitted)])
        );
        Check(
            workbook,
            ApplicationColumn.BirthDate,
            DataValidation.DateTimeBetween(new DateTime(1900, 3, 1), new DateTime(2999, 12, 31))
        );
        Check(workbook, ApplicationColumn.Reference, DataValidation.TextLengthLessThanOrEqualTo(100));
        Check(workbook, ApplicationColumn.Phone, DataValidation.TextLengthBetween(4, 40));
        Check(workbook, ApplicationColumn.Statement, DataValidation.TextLengthLessThanOrEqualTo(10_000));
    }

    static void Check(Spreadsheet workbook, ApplicationColumn column, DataValidation validation)
    {
        var facts = ApplicationColumns.Of(column);
        var place = ApplicationColumns.Imported.Index().Single(item => item.Item == facts).Index + 1;
        var letter = SpreadsheetUtility.GetColumnName(place);
        validation.ErrorTitle = facts.Header;
        // A spreadsheet program shows at most 255 characters.
        validation.ErrorMessage = facts.Form.Length <= 255 ? facts.Form : facts.Form[..255];
        workbook.AddDataValidation($"{letter}2:{letter}{CheckedRows + 1}", validation);
    }

    static async Task WriteExplanationAsync(Spreadsheet workbook, StyleId bold, CancellationToken token)
    {
        var text = workbook.AddStyle(
            new Style
            {
                Format = NumberFormat.Custom("@"),
                Alignment = { WrapText = true, Vertical = VerticalAlignment.Top },
            }
        );
        var sheet = new WorksheetOptions { FrozenRows = 1 };
        foreach (var (place, width) in new[] { (1, 26d), (2, 28d), (3, 70d), (4, 34d) })
            sheet.Column(place).Width = width;
        await workbook.StartWorksheetAsync("Columns", sheet, token);
        await workbook.AddHeaderRowAsync(["Column", "Needed", "What may stand in it", "Example"], bold, token);
        foreach (var facts in ApplicationColumns.Imported)
        {
            Cell[] row =
            [
                new(facts.Header, text),
                new(facts.Needed, text),
                new(facts.Form, text),
                new(facts.Example, text),
            ];
            await workbook.AddRowAsync(row, token);
        }
    }
}
