using System.Text.RegularExpressions;
using Enrollment.Storage.Migrations;

namespace Enrollment.Storage.Copying;

/// <summary>
/// The tables that migrations make, read from the migrations themselves, so that a new column is copied without anybody
/// thinking of it. A table that is made anew is dropped and created in migrations of its own. None refers to a later one:
/// a column that is added may refer to a table that is younger than its own.
/// </summary>
static partial class CopySchema
{
    internal static IReadOnlyList<CopyTable> Of(IEnumerable<MigrationFile> files)
    {
        var tables = new List<CopyTable>();
        var references = new List<(string From, string To)>();
        foreach (var file in files)
        {
            var sql = Comment().Replace(file.Text(), "");
            references.AddRange(
                Statement()
                    .Matches(sql)
                    .SelectMany(statement =>
                        Reference()
                            .Matches(statement.Value)
                            .Select(to => (statement.Groups["table"].Value, to.Groups["parent"].Value))
                    )
            );
            tables.AddRange(CreateTable().Matches(sql).Select(Table));
            foreach (var added in AddColumn().Matches(sql).Cast<Match>())
            {
                var at = tables.FindIndex(table => table.Name == added.Groups["table"].Value);
                tables[at] = tables[at] with
                {
                    Columns = [.. tables[at].Columns, Column(added)],
                    Parent =
                        added.Groups["parent"].Value == tables[at].Name ? tables[at].Columns.Count : tables[at].Parent,
                };
            }

            foreach (var dropped in DropTable().Matches(sql).Select(match => match.Groups["table"].Value))
            {
                tables.RemoveAll(table => table.Name == dropped);
                references.RemoveAll(reference => reference.From == dropped);
            }
        }

        return Ordered(tables, references.ToLookup(r => r.From, r => r.To, StringComparer.Ordinal));
    }

    /// <summary>In the order of their creation, but for those that have to wait for a younger one.</summary>
    static List<CopyTable> Ordered(List<CopyTable> tables, ILookup<string, string> references)
    {
        var ordered = new List<CopyTable>(tables.Count);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (ordered.Count < tables.Count)
        {
            var next =
                tables.Find(table =>
                    !known.Contains(table.Name)
                    && references[table.Name].All(parent => parent == table.Name || known.Contains(parent))
                ) ?? throw new InvalidOperationException("The tables refer to one another in a circle.");
            ordered.Add(next);
            known.Add(next.Name);
        }

        return ordered;
    }

    static CopyTable Table(Match created)
    {
        var name = created.Groups["table"].Value;
        var body = created.Groups["body"].Value;
        var columns = ColumnLine().Matches(body);
        var own = columns.Where(column => column.Value.Contains(" PRIMARY KEY", StringComparison.Ordinal));
        var key = KeyConstraint().Match(body) is { Success: true } constraint
            ? constraint.Groups["columns"].Value.Split(", ")
            : [.. own.Select(column => column.Groups["column"].Value)];
        var parent = columns
            .ToList()
            .FindIndex(column => column.Value.Contains($" REFERENCES {name} (", StringComparison.Ordinal));
        return new CopyTable(name, [.. columns.Select(Column)], key, parent < 0 ? null : parent);
    }

    static CopyColumn Column(Match declared) => new(declared.Groups["column"].Value, declared.Groups["type"].Value);

    [GeneratedRegex("--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^CREATE TABLE (?<table>\w+) \((?<body>.*?)^\)",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^\s*(?<column>\w+) \$\{(?<type>\w+)\}.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ColumnLine();

    [GeneratedRegex(@"PRIMARY KEY \((?<columns>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex KeyConstraint();

    [GeneratedRegex(
        @"^ALTER TABLE (?<table>\w+)\s+ADD (COLUMN )?(?<column>\w+) \$\{(?<type>\w+)\}"
            + @"( NULL REFERENCES (?<parent>\w+))?",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AddColumn();

    [GeneratedRegex(@"^DROP TABLE (?<table>\w+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex DropTable();

    [GeneratedRegex(
        @"^(CREATE|ALTER) TABLE (?<table>\w+)[^;]*;",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Statement();

    [GeneratedRegex(@"REFERENCES (?<parent>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
