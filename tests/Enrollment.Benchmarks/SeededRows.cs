using System.Globalization;
using Enrollment.Storage;

namespace Enrollment.Benchmarks;

/// <summary>Statements that make rows numbered 1, 2, 3 and so on, with ids that follow from the number.</summary>
sealed class SeededRows(DatabaseEngine engine)
{
    string GuidType => engine == DatabaseEngine.PostgreSql ? "UUID" : "TEXT";

    internal static Guid Id(int kind, int number) =>
        Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"01900000-{kind:x4}-7000-8000-{number:d12}"), "D");

    /// <summary>The same id as a term, by a term of the number.</summary>
    internal string IdTerm(int kind, string number) =>
        $"CAST('01900000-{kind:x4}-7000-8000-' || SUBSTR(CAST(1000000000000 + {number} AS TEXT), 2) AS {GuidType})";

    internal string Value(Guid id) => $"CAST('{id}' AS {GuidType})";

    /// <summary>The beginning of a query over the numbers, a table <c>Counted</c> of them as <c>N</c>.</summary>
    internal static string Numbers(int first, int last) =>
        $"WITH RECURSIVE Counted(N) AS (SELECT {first} UNION ALL SELECT N + 1 FROM Counted WHERE N < {last}) SELECT";
}
