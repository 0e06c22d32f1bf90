using System.Text;
using ExcelDataReader;

namespace Enrollment.Tests.Tables;

/// <summary>The sheets of a workbook as another program reads them.</summary>
sealed record Sheet(string Name, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    internal static IReadOnlyList<Sheet> Of(byte[] workbook)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(workbook));
        var sheets = new List<Sheet>();
        do
        {
            var rows = new List<IReadOnlyList<object?>>();
            while (reader.Read())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            sheets.Add(new Sheet(reader.Name, rows));
        } while (reader.NextResult());

        return sheets;
    }

    /// <summary>The cell below a header, in the row of that number, the header's being 1.</summary>
    internal object? this[string header, int row] => Rows[row - 1][Rows[0].ToList().IndexOf(header)];
}
