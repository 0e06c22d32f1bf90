using Enrollment.Admissions;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Web.Tables;

/// <summary>A row of a file as an application, or what keeps it from being one.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Application">Null where the row is refused.</param>
/// <param name="Problems">What it is refused for.</param>
/// <param name="Warnings">What is taken as it stands and should be looked at.</param>
/// <param name="Places">The columns that its names stand in, in the order of the names.</param>
/// <param name="Rest">Of a refused row what could be read, to be judged as well; null where that makes no sense.</param>
sealed record ReadRow(
    int Row,
    ImportedApplication? Application,
    IReadOnlyList<ColumnProblem> Problems,
    IReadOnlyList<ColumnProblem> Warnings,
    IReadOnlyList<ApplicationColumn> Places,
    ImportedApplication? Rest = null
)
{
    /// <summary>What is wrong with the rest of a refused row, beside the cells that couldn't be read.</summary>
    internal IEnumerable<ColumnProblem> InRest(IEnumerable<FieldProblem> problems)
    {
        var hasUnreadName = Problems.Any(problem => ApplicationColumns.IsOfName(problem.Column));
        return problems
            .Where(problem => Places.Count > 0 || !hasUnreadName || !IsOfName(problem))
            .Select(InColumn)
            .Where(found => Problems.All(problem => problem.Column != found.Column));
    }

    static bool IsOfName(FieldProblem problem) => problem.Field.StartsWith("names", StringComparison.Ordinal);

    /// <summary>A field of the application as the column that it came from.</summary>
    internal ColumnProblem InColumn(FieldProblem problem)
    {
        var column = problem.Field switch
        {
            "reference" => ApplicationColumn.Reference,
            "birthDate" => ApplicationColumn.BirthDate,
            "email" => ApplicationColumn.Email,
            "phone" => ApplicationColumn.Phone,
            "state" => ApplicationColumn.State,
            "statement" => ApplicationColumn.Statement,
            var name => NameColumn(name),
        };
        return new ColumnProblem(ApplicationColumns.Of(column).Header, problem.Code, problem.Message);
    }

    /// <summary><c>names[1].family</c> is the column of the second name's family.</summary>
    ApplicationColumn NameColumn(string field)
    {
        var digits = string.Concat(field.SkipWhile(c => c != '[').Skip(1).TakeWhile(char.IsDigit));
        if (!int.TryParse(digits, out var index) || index >= Places.Count)
            return Places.Count > 0 ? Places[0] : ApplicationColumn.NameLatin;

        var spelling = ApplicationColumns.Spellings.FirstOrDefault(s => s.Full == Places[index]);
        return spelling is null ? ApplicationColumn.OtherNames
            : field.EndsWith(".family", StringComparison.Ordinal) ? spelling.Family
            : field.EndsWith(".given", StringComparison.Ordinal) ? spelling.Given
            : field.EndsWith(".patronymic", StringComparison.Ordinal) ? spelling.Patronymic
            : spelling.Full;
    }
}

/// <summary>Reads the rows of a file, whose headers it knows.</summary>
sealed class ApplicationRowReader(TableHeader header)
{
    internal ReadRow Read(TableRow row)
    {
        if (Form(row) is { } form)
            return new ReadRow(row.Number, null, [form], [], []);

        var cells = new CellReader(header, row);
        var names = Names(cells);
        var application = new ImportedApplication
        {
            Reference = cells.Reference(),
            Fields = new PersonFields
            {
                Names = [.. names.Select(name => name.Name)],
                BirthDate = cells.Day(ApplicationColumn.BirthDate),
                Email = cells.Text(ApplicationColumn.Email),
                Phone = cells.Phone(),
            },
            OrderGiven = cells.Text(ApplicationColumn.NameOrder) is not null,
            State = cells.State(),
            Statement = cells.Prose(ApplicationColumn.Statement),
        };
        if (names.Count == 0 && cells.Problems.Count == 0)
            cells.Refuse(
                ApplicationColumns
                    .Spellings.Select(s => s.Full)
                    .FirstOrDefault(header.Has, ApplicationColumn.OtherNames),
                "name_missing",
                "Give the name in at least one script."
            );
        return new ReadRow(
            row.Number,
            cells.Problems.Count == 0 ? application : null,
            cells.Problems,
            cells.Warnings,
            [.. names.Select(name => name.Column)],
            cells.Problems.Count == 0 ? null : application with { IsUnread = true }
        );
    }

    /// <summary>What is wrong with the row as a whole.</summary>
    ColumnProblem? Form(TableRow row)
    {
        if (row.IsMerged)
            return new ColumnProblem(
                "(row)",
                "merged_cells",
                "A merged cell reaches into this row. Unmerge its cells."
            );
        for (var place = header.Width; place < row.Cells.Count; place++)
        {
            if (!row.Cells[place].IsBlank)
            {
                return new ColumnProblem(
                    "(row)",
                    "cells_without_header",
                    "The row has more cells than there are headers; a separator may stand in a text without quotes."
                );
            }
        }

        return row.Cells.Count < header.Width
            ? new ColumnProblem(
                "(row)",
                "cells_missing",
                $"The row has {row.Cells.Count} cells where there are {header.Width} headers."
            )
            : null;
    }

    static List<(ApplicationColumn Column, PersonName Name)> Names(CellReader cells)
    {
        var names = new List<(ApplicationColumn Column, PersonName Name)>();
        foreach (var spelling in ApplicationColumns.Spellings)
        {
            var name = new PersonName
            {
                Script = spelling.Script,
                FullName = cells.Text(spelling.Full) ?? "",
                Family = cells.Text(spelling.Family),
                Given = cells.Text(spelling.Given),
                Patronymic = cells.Text(spelling.Patronymic),
            };
            if (name.FullName.Length > 0)
                names.Add((spelling.Full, name));
            else if (name is not { Family: null, Given: null, Patronymic: null })
                cells.Refuse(
                    spelling.Full,
                    "full_name_missing",
                    "Parts of the name are there. Give the whole name, too, in the order of the identity document."
                );
        }

        foreach (var line in cells.Prose(ApplicationColumn.OtherNames)?.Split('\n', '\r') ?? [])
        {
            if (OtherNames.Parse(line) is { } other)
                names.Add((ApplicationColumn.OtherNames, other));
            else if (!string.IsNullOrWhiteSpace(line))
                cells.Refuse(
                    ApplicationColumn.OtherNames,
                    "script_missing",
                    "Put the script and a colon before the name, as in 'Arab: ...', a line for each name."
                );
        }

        return InOrder(names, cells);
    }

    /// <summary>Of the scripts that the row orders, each stands for its first spelling that has no place yet.</summary>
    static List<(ApplicationColumn Column, PersonName Name)> InOrder(
        List<(ApplicationColumn Column, PersonName Name)> names,
        CellReader cells
    )
    {
        var rest = names.ToList();
        var ordered = new List<(ApplicationColumn Column, PersonName Name)>();
        foreach (var script in cells.Text(ApplicationColumn.NameOrder)?.Split(' ', ',') ?? [])
        {
            if (script.Length == 0)
                continue;

            var next = rest.FindIndex(name => name.Name.Script.Equals(script, StringComparison.OrdinalIgnoreCase));
            if (next < 0)
            {
                cells.Refuse(
                    ApplicationColumn.NameOrder,
                    "name_order_not_read",
                    $"The row has no name in the script '{script}'. Write the scripts of its names: Latn, Cyrl, Hans, Arab ..."
                );
                break;
            }

            ordered.Add(rest[next]);
            rest.RemoveAt(next);
        }

        return [.. ordered, .. rest];
    }
}
