using System.Text.Json;
using System.Text.RegularExpressions;

namespace Enrollment.Tests.Architecture;

enum ReadBy
{
    /// <summary>An index finds the rows by the value of its first column at least.</summary>
    Value,

    /// <summary>An index is followed from or to a key; it depends on the statement how far.</summary>
    Range,

    /// <summary>Every row, or every entry of an index, is looked at.</summary>
    Everything,
}

/// <summary>One access to a table in an engine's plan; <paramref name="Line"/> is the engine's own word for it.</summary>
sealed partial record TableRead(string Table, ReadBy By, string Line)
{
    /// <summary>From the lines of SQLite's EXPLAIN QUERY PLAN, which call a table by its alias in the statement.</summary>
    internal static IEnumerable<TableRead> OfSqlite(IEnumerable<string> plan, string statement)
    {
        var aliases = Alias()
            .Matches(statement)
            .ToLookup(
                m => m.Groups[2].Success ? m.Groups[2].Value : m.Groups[1].Value,
                m => m.Groups[1].Value,
                StringComparer.OrdinalIgnoreCase
            );
        foreach (var line in plan)
        {
            if (SqliteRead().Match(line) is not { Success: true } read)
                continue;

            var bounds = line.Split('(', 2) is [_, var columns] ? columns : "";
            // An automatic index is made for one statement by reading the whole table; ANY(..) reads on from each value.
            var by =
                read.Groups[1].Value == "SCAN"
                || line.Contains("AUTOMATIC", StringComparison.Ordinal)
                || bounds.StartsWith("ANY", StringComparison.Ordinal)
                    ? ReadBy.Everything
                : bounds.Contains('=', StringComparison.Ordinal) ? ReadBy.Value
                : ReadBy.Range;
            var name = read.Groups[2].Value;
            foreach (var table in aliases[name].Append(name).Distinct(StringComparer.OrdinalIgnoreCase))
                yield return new TableRead(table, by, line);
        }
    }

    /// <summary>From PostgreSQL's EXPLAIN (FORMAT JSON), with the first column of each index by the index's name.</summary>
    internal static IEnumerable<TableRead> OfPostgreSql(string json, IReadOnlyDictionary<string, string> firstColumns)
    {
        using var plan = JsonDocument.Parse(json);
        return [.. OfNode(plan.RootElement[0].GetProperty("Plan"), firstColumns)];
    }

    static IEnumerable<TableRead> OfNode(JsonElement node, IReadOnlyDictionary<string, string> firstColumns)
    {
        var parts = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().ToList() : [];
        if (Text(node, "Relation Name") is { } table && Text(node, "Node Type") is var type and not "ModifyTable")
        {
            var indexes = type == "Bitmap Heap Scan" ? [.. parts.SelectMany(BitmapIndexes)] : new[] { node };
            var by = indexes.Max(index => Found(index, firstColumns));
            var conditions = indexes.Select(index => Text(index, "Index Cond"));
            yield return new TableRead(table, by, $"{type} on {table} ({string.Join("; ", conditions)})");
        }

        foreach (var read in parts.SelectMany(part => OfNode(part, firstColumns)))
            yield return read;
    }

    /// <summary>Of the indexes that a bitmap is made of, one after another or combined.</summary>
    static IEnumerable<JsonElement> BitmapIndexes(JsonElement node) =>
        Text(node, "Node Type") == "Bitmap Index Scan" ? [node]
        : Text(node, "Node Type") is "BitmapAnd" or "BitmapOr"
            ? node.GetProperty("Plans").EnumerateArray().SelectMany(BitmapIndexes)
        // A subquery of the scan's filter.
        : [];

    /// <summary>An index that is asked for a later column alone is read from end to end.</summary>
    static ReadBy Found(JsonElement node, IReadOnlyDictionary<string, string> firstColumns)
    {
        if (Text(node, "Index Cond") is not { } condition)
            return ReadBy.Everything;

        // id = ..., (state)::text = ..., id > ...
        var asked = Regex
            .Matches(condition, $@"\b{firstColumns[Text(node, "Index Name")!]}\)?(?:::[\w ]+?)? (=|[<>])")
            .Select(match => match.Groups[1].Value)
            .ToList();
        return asked.Count == 0 ? ReadBy.Everything
            : asked.Contains("=") ? ReadBy.Value
            : ReadBy.Range;
    }

    static string? Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) ? value.GetString() : null;

    [GeneratedRegex(@"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(\w+))?")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^(SCAN|SEARCH) (\w+)")]
    private static partial Regex SqliteRead();
}
