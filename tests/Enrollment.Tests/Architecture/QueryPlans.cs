using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Npgsql;
using Kind = Enrollment.Tests.Architecture.MillionRows.Kind;

namespace Enrollment.Tests.Architecture;

/// <summary>Asks the engine what it would do for a statement.</summary>
sealed class QueryPlans(DbConnection connection)
{
    /// <summary>
    /// PostgreSQL plans a prepared statement's first five executions for their values, and then may keep one plan for all
    /// values: the plan of each execution that can differ counts.
    /// </summary>
    const int Executions = 7;

    /// <summary>Parameters that aren't named as a column, or mean another one than most.</summary>
    static readonly Dictionary<string, (string Type, string Value)> known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["After"] = ("uuid", Guid.Empty.ToString()),
        ["First"] = ("uuid", MillionRows.IdOf(Kind.Enrollment, 900_000)),
        ["Last"] = ("uuid", MillionRows.IdOf(Kind.Enrollment, 900_499)),
        ["Replaces"] = ("uuid", MillionRows.IdOf(Kind.Certificate, 19)),
        ["CohortId"] = ("uuid", MillionRows.IdOf(Kind.Cohort, 5_401)),
        ["PersonId"] = ("uuid", MillionRows.IdOf(Kind.Person, 400_000)),
        ["EnrollmentId"] = ("uuid", MillionRows.IdOf(Kind.Enrollment, 900_000)),
        ["MeetingId"] = ("uuid", MillionRows.IdOf(Kind.Meeting, 4_000)),
        ["ComponentId"] = ("uuid", MillionRows.IdOf(Kind.Component, 101)),
        ["NewVersionId"] = ("uuid", MillionRows.IdOf(Kind.CourseVersion, 200)),
        ["SchemeId"] = ("uuid", MillionRows.IdOf(Kind.Selection, 5_401)),
        ["ScoreSetId"] = ("uuid", MillionRows.IdOf(Kind.ScoreSet, 900_000)),
        ["OldId"] = ("uuid", MillionRows.IdOf(Kind.ScoreSet, 900_000)),
        ["ToId"] = ("uuid", MillionRows.IdOf(Kind.Application, 900_000)),
        ["Assigned"] = ("integer", "1"),
        ["Id"] = ("uuid", MillionRows.IdOf(Kind.Application, 900_000)),
        ["State"] = ("text", "Draft"),
        ["Status"] = ("text", "Failed"),
        ["Name"] = ("text", "Nurgul Abdrakhmanova 7"),
        ["Take"] = ("integer", "101"),
        ["Held"] = ("integer", "1"),
        ["Taken"] = ("integer", "1"),
        ["Now"] = ("timestamptz", "2026-02-01T00:00:00Z"),
        ["Before"] = ("timestamptz", "2026-02-01T00:00:00Z"),
    };

    readonly Dictionary<string, string> firstColumns = new(StringComparer.Ordinal);

    internal IEnumerable<TableRead> Reads(Sql sql)
    {
        // Both engines limit a page in the same words.
        var text = sql.Paged ? $"{sql.Text}\nLIMIT @Take" : sql.Text;
        return TestDatabase.Engine == DatabaseEngine.PostgreSql
            ? PostgreSql(text)
            : TableRead.OfSqlite(Column($"EXPLAIN QUERY PLAN {text}", "detail"), text);
    }

    List<TableRead> PostgreSql(string text)
    {
        var names = Statements.Parameters(text).ToList();
        var numbered = Regex.Replace(text, @"@(\w+)", match => $"${names.IndexOf(match.Groups[1].Value) + 1}");
        var values = "";
        // Whether an index can find the rows; what the estimates of the day prefer differs from one ANALYZE to the next.
        // A join that merges or hashes reads a side of it whole, be it by an index.
        Column("SET enable_seqscan = off");
        Column("SET enable_mergejoin = off");
        Column("SET enable_hashjoin = off");
        if (names.Count == 0)
            Column($"PREPARE asked AS {numbered}");
        else
        {
            try
            {
                // What isn't known gets the type that the server derives from its place in the statement ...
                Prepare(names.Select(name => known.TryGetValue(name, out var k) ? k.Type : "unknown"));
            }
            catch (PostgresException ambiguous) when (ambiguous.SqlState is PostgresErrorCodes.AmbiguousParameter)
            {
                // ... or, where it stands beside IS NULL first, that of the column of its name.
                Prepare(names.Select(name => known.TryGetValue(name, out var k) ? k.Type : ColumnType(name)));
            }

            var derived = Column(
                """
                SELECT t.type::text
                FROM pg_prepared_statements p
                CROSS JOIN unnest(p.parameter_types) WITH ORDINALITY AS t (type, place)
                WHERE p.name = 'asked'
                ORDER BY t.place
                """
            );
            values = $"({string.Join(", ", names.Zip(derived, (name, type) => $"'{Value(name, type)}'"))})";
        }

        void Prepare(IEnumerable<string> types) => Column($"PREPARE asked ({string.Join(", ", types)}) AS {numbered}");

        var reads = new List<TableRead>();
        for (var execution = 0; execution < Executions; execution++)
        {
            var json = string.Concat(Column($"EXPLAIN (FORMAT JSON) EXECUTE asked {values}", "QUERY PLAN"));
            reads.AddRange(TableRead.OfPostgreSql(json, FirstColumns()));
        }

        Column("DEALLOCATE asked");
        return reads;
    }

    Dictionary<string, string> FirstColumns()
    {
        if (firstColumns.Count == 0)
        {
            foreach (
                var row in Column(
                    """
                    SELECT c.relname || ' ' || a.attname
                    FROM pg_index i
                    JOIN pg_class c ON c.oid = i.indexrelid
                    JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = 1
                    WHERE c.relnamespace = current_schema()::regnamespace
                    """
                )
            )
                firstColumns[row.Split(' ')[0]] = row.Split(' ')[1];
        }

        return firstColumns;
    }

    string ColumnType(string name) =>
        Column(
            $"""
            SELECT udt_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND column_name = lower('{name}')
            """
        )
            is [var type, ..]
        && name != "Wanted"
            ? type
            : "text";

    static string Value(string name, string type) =>
        known.TryGetValue(name, out var parameter)
            ? parameter.Value
            : type switch
            {
                "uuid" => MillionRows.IdOf(Kind.Application, 900_000),
                "timestamp with time zone" => "2026-02-01T00:00:00Z",
                "date" => "2026-02-01",
                "integer" or "bigint" => "1",
                _ => "text",
            };

    List<string> Column(string sql, string column = "")
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        // SQLite compiles a statement whose parameters have no values only where they are declared.
        foreach (var name in Statements.Parameters(sql))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@{name}";
            parameter.Value = DBNull.Value;
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(
                Convert.ToString(
                    reader.GetValue(column.Length == 0 ? 0 : reader.GetOrdinal(column)),
                    CultureInfo.InvariantCulture
                )!
            );
        return rows;
    }
}
