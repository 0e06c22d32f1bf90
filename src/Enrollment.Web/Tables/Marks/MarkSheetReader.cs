using System.Globalization;
using System.Text.RegularExpressions;
using Enrollment.Assessments;

namespace Enrollment.Web.Tables.Marks;

/// <summary>What marks are written with in texts. It is declared, never guessed: 7,5 read wrongly would be 75.</summary>
public enum DecimalSign
{
    Point,
    Comma,
}

/// <summary>What a cell would write, or why it can't.</summary>
sealed record MarkCell(int Row, string Column, MarkEntry? Entry, ColumnProblem? Problem);

/// <summary>Reads the rows of a mark sheet against the trainees and marks that the register has.</summary>
sealed partial class MarkSheetReader(
    MarkSheetHeader header,
    IReadOnlyList<TraineeMarks> trainees,
    DecimalSign sign,
    string? reason
)
{
    readonly Dictionary<int, TraineeMarks> byNumber = trainees.ToDictionary(t => t.TraineeNumber);
    readonly Dictionary<int, int> seen = [];

    internal IEnumerable<MarkCell> Read(TableRow row)
    {
        var (trainee, asOf, problem) = Place(row);
        if (problem is not null)
        {
            yield return new MarkCell(row.Number, problem.Column, null, problem);
            yield break;
        }

        foreach (var column in header.Marks)
        {
            if (Cell(row, column.Place) is { IsBlank: false } cell)
                yield return Read(row.Number, trainee!, column, cell, asOf);
        }
    }

    MarkCell Read(int row, TraineeMarks trainee, MarkColumn column, TableCell cell, DateTimeOffset? asOf)
    {
        MarkCell Refuse(string code, string message) =>
            new(row, column.Header, null, new ColumnProblem(column.Header, code, message));

        var state = MarkState.Marked;
        decimal? value = null;
        if (cell.Kind == CellKind.Number)
            value = Exact(cell.Number);
        else if (cell.Kind != CellKind.Text)
            return Refuse("mark_not_read", "The cell holds neither a number nor text. Enter the mark again.");
        else if (MarkSheet.Words.TryGetValue(cell.Text!.Trim(), out state) is false)
        {
            state = MarkState.Marked;
            value = Parse(cell.Text.Trim());
            if (value is null)
                return Refuse("mark_not_read", NotRead(cell.Text.Trim()));
        }

        var there = trainee.Marks.FirstOrDefault(m =>
            m.ComponentId == column.Component.Id && m.Attempt == column.Attempt
        );
        if (there is not null && there.State == state && state == MarkState.Withheld)
            value = there.Value;
        if (there is not null && (there.State != state || there.Value != value))
        {
            if (asOf is null)
            {
                return Refuse(
                    "as_of_missing",
                    $"There is another mark already. To change it, fill in a sheet that was downloaded with its column "
                        + $"'{MarkSheet.AsOf}'."
                );
            }

            if (there.EnteredAt > asOf)
                return Refuse(
                    "mark_changed_since",
                    $"The mark was entered or changed after {asOf:u}. Download it anew."
                );
        }

        var entry = new MarkEntry
        {
            EnrollmentId = trainee.EnrollmentId,
            ComponentId = column.Component.Id,
            Attempt = column.Attempt,
            State = state,
            Value = value,
            SubmittedOn = there?.SubmittedOn,
            Version = there?.Version ?? 0,
            Reason = there is null ? null : reason,
        };
        return new MarkCell(row, column.Header, entry, null);
    }

    (TraineeMarks? Trainee, DateTimeOffset? AsOf, ColumnProblem? Problem) Place(TableRow row)
    {
        (TraineeMarks?, DateTimeOffset?, ColumnProblem?) Refuse(string column, string code, string message) =>
            (null, null, new ColumnProblem(column, code, message));

        if (row.IsMerged)
            return Refuse("(row)", "merged_cells", "A merged cell reaches into this row. Unmerge its cells.");
        if (Number(Cell(row, header.Number)) is not { } number || !byNumber.TryGetValue(number, out var trainee))
            return Refuse(MarkSheet.Number, "trainee_unknown", "The cohort has no trainee with this number.");
        if (!seen.TryAdd(number, row.Number))
            return Refuse(MarkSheet.Number, "trainee_twice", $"The trainee stands in row {seen[number]} already.");

        var name = Cell(row, header.Name);
        if (!name.IsBlank && !SameName(name.Text, trainee.PersonName))
        {
            return Refuse(
                MarkSheet.Name,
                "name_of_another",
                $"Trainee {number} is {trainee.PersonName}. Rows may have been sorted without their numbers: check them."
            );
        }

        var asOf = Cell(row, header.AsOf);
        if (asOf.IsBlank)
            return (trainee, null, null);
        return Instant(asOf) is { } instant
            ? (trainee, instant, null)
            : Refuse(MarkSheet.AsOf, "instant_not_read", "Leave the column as it was downloaded, or remove it.");
    }

    static TableCell Cell(TableRow row, int place) =>
        place >= 0 && place < row.Cells.Count ? row.Cells[place] : default;

    /// <summary>A double that a workbook holds for 7.1 is the nearest one to it: its shortest form is what was entered.</summary>
    static decimal? Exact(double number) =>
        decimal.TryParse(
            number.ToString("R", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : decimal.MaxValue;

    decimal? Parse(string text) =>
        (sign == DecimalSign.Comma ? WithComma() : WithPoint()).IsMatch(text)
        && decimal.TryParse(
            text.Replace(',', '.'),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : null;

    string NotRead(string text) =>
        (sign == DecimalSign.Comma ? WithPoint() : WithComma()).IsMatch(text)
            ? $"'{text}' is written with another decimal sign than the file was declared to have. Declare it with "
                + "decimal=comma or decimal=point, or correct the cell."
            : $"'{(text.Length <= 40 ? text : text[..40])}' is no mark. Enter a number, or exempt, absent or withheld.";

    static int? Number(TableCell cell) =>
        cell.Kind == CellKind.Number && Math.Truncate(cell.Number) == cell.Number && Math.Abs(cell.Number) < 1e9
            ? (int)cell.Number
        : int.TryParse(cell.Text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    static DateTimeOffset? Instant(TableCell cell) =>
        cell.Kind == CellKind.Date ? new DateTimeOffset(DateTime.SpecifyKind(cell.Date, DateTimeKind.Utc))
        : DateTimeOffset.TryParseExact(
            cell.Text?.Trim(),
            ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm:ss"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var instant
        )
            ? instant
        : null;

    static bool SameName(string? written, string name) =>
        string.Equals(Plain(written ?? ""), Plain(name), StringComparison.OrdinalIgnoreCase);

    static string Plain(string name) =>
        string.Join(' ', name.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^\d{1,5}(\.\d{1,10})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithPoint();

    [GeneratedRegex(@"^\d{1,5}(,\d{1,10})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithComma();
}
