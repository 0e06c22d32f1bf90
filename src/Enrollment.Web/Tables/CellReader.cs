using System.Globalization;
using System.Text.RegularExpressions;
using Enrollment.Admissions;
using Enrollment.Web.Api;

namespace Enrollment.Web.Tables;

/// <summary>
/// What a column at fault is, a stable code, and what to do. As the fields of a JSON body are named, a file's columns are
/// by their headers.
/// </summary>
public sealed record ColumnProblem(string Column, string Code, string Message);

/// <summary>
/// Reads the cells of one row as what their columns hold. Where a spreadsheet program has changed what was entered, and
/// it can't be known any more, the cell is refused; where it probably hasn't, there is a warning.
/// </summary>
sealed partial class CellReader(TableHeader header, TableRow row)
{
    /// <summary>A spreadsheet program keeps 15 digits of a number.</summary>
    const double ExactNumber = 1e15;

    internal List<ColumnProblem> Problems { get; } = [];
    internal List<ColumnProblem> Warnings { get; } = [];

    TableCell Cell(ApplicationColumn column) =>
        header.PlaceOf(column) is { } place && place < row.Cells.Count ? row.Cells[place] : default;

    /// <summary>The text without the blanks around it; null where there is none.</summary>
    internal string? Text(ApplicationColumn column) => Prose(column)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The text as it stands; null where the cell is blank.</summary>
    internal string? Prose(ApplicationColumn column)
    {
        var cell = Cell(column);
        return cell.Kind switch
        {
            _ when cell.IsBlank => null,
            CellKind.Text => cell.Text,
            CellKind.Number => Refuse(
                column,
                "number_for_text",
                $"The cell holds the number {Plain(cell.Number)} where text is expected: zeros or a plus in front may have "
                    + "been lost. Format the column as text and enter it again."
            ),
            CellKind.Date => Refuse(
                column,
                "date_for_text",
                "The cell holds a date where text is expected: a program may have taken the text for one. Format the "
                    + "column as text and enter it again."
            ),
            _ => NoValue(column, cell),
        };
    }

    /// <summary>A reference may be a number as long as all its digits are there.</summary>
    internal string? Reference()
    {
        var cell = Cell(ApplicationColumn.Reference);
        if (cell.Kind != CellKind.Number)
        {
            var text = Text(ApplicationColumn.Reference);
            return text is not null && Shrunk().IsMatch(text) ? DigitsLost(text) : text;
        }

        if (Math.Abs(cell.Number) >= ExactNumber || Math.Truncate(cell.Number) != cell.Number)
            return DigitsLost(Plain(cell.Number));

        Warn(
            ApplicationColumn.Reference,
            "number_read_as_text",
            "The cell holds a number; zeros in front of it would be lost. Format the column as text to be sure."
        );
        return Plain(cell.Number);
    }

    internal string? Phone()
    {
        var text = Text(ApplicationColumn.Phone);
        return text is not null && Shrunk().IsMatch(text)
            ? Refuse(
                ApplicationColumn.Phone,
                "digits_lost",
                $"A spreadsheet program has made '{text}' of the number, and its digits are lost. Enter it again as text."
            )
            : text;
    }

    string? DigitsLost(string shown) =>
        Refuse(
            ApplicationColumn.Reference,
            "digits_lost",
            $"A spreadsheet program has made '{shown}' of the reference, and its digits are lost. Format the column as "
                + "text and enter it again."
        );

    internal DateOnly? Day(ApplicationColumn column)
    {
        var cell = Cell(column);
        switch (cell.Kind)
        {
            case CellKind.Date when cell.Date.TimeOfDay == TimeSpan.Zero:
                return DateOnly.FromDateTime(cell.Date);
            case CellKind.Date:
                Refuse(column, "time_for_day", "The cell holds a time of day, too. Enter the day alone.");
                return null;
            case CellKind.Number:
                Refuse(
                    column,
                    "number_for_day",
                    $"The cell holds the number {Plain(cell.Number)}, not a date. Format it as a date, and see whether it is "
                        + "the right one."
                );
                return null;
            default:
                return Text(column) is { } text ? ParseDay(column, text) : null;
        }
    }

    /// <summary>With dots the day comes first wherever it is written so; with slashes nobody can tell.</summary>
    DateOnly? ParseDay(ApplicationColumn column, string text)
    {
        string[] forms = ["yyyy-MM-dd", "d.M.yyyy", "dd.MM.yyyy"];
        if (DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        if (Slashed().IsMatch(text))
        {
            Refuse(
                column,
                "day_ambiguous",
                $"'{text}' doesn't say which is the day and which the month. Write year-month-day, such as 2001-05-17, or "
                    + "use a date cell."
            );
        }
        else
        {
            Refuse(
                column,
                "day_not_read",
                $"'{Shortened(text)}' isn't a date. Write year-month-day, such as 2001-05-17, or use a date cell."
            );
        }

        return null;
    }

    /// <summary>In the words of the API, in any case; blank: submitted.</summary>
    internal ApplicationState State()
    {
        if (Text(ApplicationColumn.State) is not { } text)
            return ApplicationState.Submitted;
        if (Wire<ApplicationState>.TryParse(text.ToLowerInvariant(), null, out var state))
            return state.Value;

        Refuse(
            ApplicationColumn.State,
            "state_unknown",
            $"'{Shortened(text)}' is no state of an application. Write draft or submitted."
        );
        return default;
    }

    string? NoValue(ApplicationColumn column, TableCell cell) =>
        cell.Kind == CellKind.Error
            ? Refuse(column, "formula_failed", "The cell's formula has failed. Correct it, or enter the value.")
            : Refuse(
                column,
                "logical_for_text",
                "The cell holds TRUE or FALSE where text is expected. Enter the text."
            );

    /// <summary>Always null, so that an expression can end with it.</summary>
    internal string? Refuse(ApplicationColumn column, string code, string message)
    {
        Problems.Add(new ColumnProblem(ApplicationColumns.Of(column).Header, code, message));
        return null;
    }

    void Warn(ApplicationColumn column, string code, string message) =>
        Warnings.Add(new ColumnProblem(ApplicationColumns.Of(column).Header, code, message));

    static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}...";

    static string Plain(double number) =>
        Math.Abs(number) < ExactNumber
            ? number.ToString("0.###############", CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>1.23E+11, as a program writes what was too long for its column; 12E5 alone may be meant.</summary>
    [GeneratedRegex(@"^[0-9]+[.,][0-9]+E\+[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Shrunk();

    [GeneratedRegex(@"^[0-9]{1,2}[/\\-][0-9]{1,2}[/\\-][0-9]{2,4}$")]
    private static partial Regex Slashed();
}
