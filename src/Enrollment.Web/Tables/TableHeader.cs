using System.Globalization;
using Enrollment.Pipeline;

namespace Enrollment.Web.Tables;

/// <summary>Where each column of a file stands: its headers in any order, unknown and missing ones named at once.</summary>
sealed class TableHeader
{
    readonly Dictionary<ApplicationColumn, int> places = [];

    TableHeader(int width) => Width = width;

    /// <summary>The cells that a row has.</summary>
    internal int Width { get; }

    internal bool Has(ApplicationColumn column) => places.ContainsKey(column);

    /// <summary>Where the column stands, from 0 on; null where it isn't there.</summary>
    internal int? PlaceOf(ApplicationColumn column) => places.TryGetValue(column, out var place) ? place : null;

    /// <exception cref="TableException">The headers don't fit; each that doesn't is named.</exception>
    internal static TableHeader Of(TableRow row)
    {
        var last = row.Cells.Count;
        while (last > 0 && row.Cells[last - 1].IsBlank)
            last--;
        var header = new TableHeader(last);
        var problems = new List<FieldProblem>();
        for (var place = 0; place < last; place++)
        {
            var name = row.Cells[place].Text?.Trim() ?? "";
            if (name.Length == 0)
                problems.Add(new(Letter(place), "header_blank", "Give the column a header, or remove it."));
            else if (ApplicationColumns.Find(name) is not { } column)
                problems.Add(new(Shortened(name), "column_unknown", "Correct the header, or remove the column."));
            else if (!header.places.TryAdd(column, place))
                problems.Add(new(Shortened(name), "column_twice", "This column is there already. Remove one of them."));
        }

        problems.AddRange(header.Missing());
        return problems.Count == 0
            ? header
            : throw new TableException(
                "header_not_read",
                $"Row {row.Number} must hold the headers of the columns: "
                    + $"{string.Join("; ", ApplicationColumns.Imported.Select(facts => facts.Header))}.",
                [.. problems]
            );
    }

    IEnumerable<FieldProblem> Missing()
    {
        if (!ApplicationColumns.Spellings.Any(s => Has(s.Full)) && !Has(ApplicationColumn.OtherNames))
            yield return new("Name (Latin)", "column_missing", "Add a column with names, in this script or another.");
        if (!Has(ApplicationColumn.Reference) && !(Has(ApplicationColumn.Email) && Has(ApplicationColumn.BirthDate)))
            yield return new(
                "Reference",
                "column_missing",
                "Add it, or both 'E-mail' and 'Birth date': by them a person is recognized."
            );
    }

    static string Shortened(string name) => name.Length <= 60 ? name : $"{name[..60]}...";

    /// <summary>As a spreadsheet program names a column: A to Z, then AA.</summary>
    static string Letter(int place)
    {
        var name = "";
        for (var rest = place + 1; rest > 0; rest = (rest - 1) / 26)
            name = ((char)('A' + ((rest - 1) % 26))).ToString(CultureInfo.InvariantCulture) + name;
        return name;
    }
}
