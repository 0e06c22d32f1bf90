using System.Globalization;
using Enrollment.Assessments;
using Enrollment.Pipeline;

namespace Enrollment.Web.Tables.Marks;

/// <summary>Where each column of a mark sheet stands, in whatever order.</summary>
sealed class MarkSheetHeader
{
    static readonly string[] numberNames = [MarkSheet.Number, "Number", "No", "№", "Номер", "Нөмірі", "学号"];

    internal int Number { get; private set; } = -1;
    internal int Name { get; private set; } = -1;
    internal int AsOf { get; private set; } = -1;
    int State { get; set; } = -1;
    internal List<MarkColumn> Marks { get; } = [];

    /// <exception cref="TableException">The headers don't fit; each that doesn't is named.</exception>
    internal static MarkSheetHeader Of(TableRow row, SchemeFields scheme)
    {
        var header = new MarkSheetHeader();
        var problems = new List<FieldProblem>();
        for (var place = 0; place < row.Cells.Count; place++)
        {
            if (row.Cells[place].IsBlank)
                continue;
            // A component whose code is a number comes back from a spreadsheet program as one.
            var text =
                row.Cells[place].Kind == CellKind.Number
                    ? row.Cells[place].Number.ToString(CultureInfo.InvariantCulture)
                    : row.Cells[place].Text?.Trim() ?? "";
            if (header.Take(text, place, scheme) is { } problem)
                problems.Add(new FieldProblem(text.Length <= 60 ? text : text[..60], problem.Code, problem.Way));
        }

        if (header.Number < 0)
            problems.Add(
                new(MarkSheet.Number, "column_missing", "Add it: marks are assigned by it, never by the order of rows.")
            );
        if (header.Marks.Count == 0)
            problems.Add(new("component", "column_missing", "Add a column with a component's code as its header."));
        var codes = scheme.Groups.SelectMany(g => g.Components).Select(c => c.Code);
        return problems.Count == 0
            ? header
            : throw new TableException(
                "header_not_read",
                $"Row {row.Number} must hold '{MarkSheet.Number}' and the codes of components: {string.Join(", ", codes)}; "
                    + "a second attempt is written as CODE/2.",
                [.. problems]
            );
    }

    (string Code, string Way)? Take(string text, int place, SchemeFields scheme)
    {
        if (Is(text, numberNames))
            return Once(Number, () => Number = place);
        if (Is(text, MarkSheet.Name))
            return Once(Name, () => Name = place);
        if (Is(text, MarkSheet.State))
            return Once(State, () => State = place);
        if (Is(text, MarkSheet.AsOf))
            return Once(AsOf, () => AsOf = place);
        if (MarkColumn.Find(text, place, scheme) is not { } column)
            return (
                "column_unknown",
                "The scheme has no component with this code. Correct the header, or remove the column."
            );
        var there = Marks.Exists(m => m.Component.Id == column.Component.Id && m.Attempt == column.Attempt);
        return Once(there ? 0 : -1, () => Marks.Add(column));
    }

    static (string Code, string Way)? Once(int there, Action take)
    {
        if (there >= 0)
            return ("column_twice", "This column is there already. Remove one of them.");
        take();
        return null;
    }

    static bool Is(string text, params IEnumerable<string> names) =>
        names.Contains(text, StringComparer.OrdinalIgnoreCase);
}

/// <summary>The column of one attempt at a component.</summary>
sealed record MarkColumn(string Header, int Place, SchemeComponent Component, int Attempt)
{
    internal static MarkColumn? Find(string text, int place, SchemeFields scheme)
    {
        var slash = text.LastIndexOf('/');
        var attempt = 1;
        if (
            slash > 0
            && !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out attempt)
        )
            return null;
        var code = slash > 0 ? text[..slash] : text;
        var component = scheme
            .Groups.SelectMany(g => g.Components)
            .FirstOrDefault(c => string.Equals(c.Code, code, StringComparison.OrdinalIgnoreCase));
        return component is null || attempt < 1 ? null : new MarkColumn(text, place, component, attempt);
    }
}
