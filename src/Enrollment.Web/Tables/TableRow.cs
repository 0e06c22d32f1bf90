namespace Enrollment.Web.Tables;

/// <summary>What a cell of a file holds, before anybody says what it should hold.</summary>
enum CellKind
{
    Blank,
    Text,
    Number,

    /// <summary>A number that the workbook shows as a date or time.</summary>
    Date,
    Logical,

    /// <summary>The value of a formula that failed, such as #N/A.</summary>
    Error,
}

/// <summary>A cell as it was read; of the values that one is filled which the kind names.</summary>
readonly record struct TableCell(CellKind Kind, string? Text = null, double Number = 0, DateTime Date = default)
{
    internal static TableCell Of(string text) => text.Length == 0 ? default : new TableCell(CellKind.Text, Text: text);

    internal bool IsBlank => Kind == CellKind.Blank || (Kind == CellKind.Text && string.IsNullOrWhiteSpace(Text));
}

/// <summary>A row that isn't blank.</summary>
/// <param name="Number">As a spreadsheet program counts: the first is 1, and a cell of several lines is one row.</param>
/// <param name="Cells">From the first column on.</param>
/// <param name="IsMerged">Whether a merged cell reaches into it, so that what its cells hold is unclear.</param>
sealed record TableRow(int Number, IReadOnlyList<TableCell> Cells, bool IsMerged = false);
