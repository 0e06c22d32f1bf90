using System.Reflection;
using System.Text.RegularExpressions;
using Enrollment.Data;

namespace Enrollment.Tests.Architecture;

/// <summary>A statement of the core: <c>Certificates.SerialNumbers.Next</c>.</summary>
sealed record Statement(string Feature, string Name, Sql Sql)
{
    /// <summary>As a list of tests shows it.</summary>
    public override string ToString() => Name;
}

/// <summary>Every static <see cref="Sql"/> of the core, and what the common subset of the engines forbids.</summary>
static partial class Statements
{
    static readonly (string Word, Regex Pattern)[] forbidden =
    [
        .. new[]
        {
            "LIMIT",
            "TOP",
            "OFFSET",
            "FETCH",
            "RETURNING",
            "OUTPUT",
            @"ON\s+CONFLICT",
            "MERGE",
            "TRUE",
            "FALSE",
            "IIF",
            "ILIKE",
            "IFNULL",
            "ISNULL",
            "NVL",
            "GETDATE",
            "CURRENT_TIMESTAMP",
            "REPLACE",
            "SQLITE",
            "POSTGRES(QL)?",
            "PRAGMA",
            "NOLOCK",
            @"INSERT\s+OR",
        }.Select(word => (word, new Regex($@"\b{word}\b", RegexOptions.IgnoreCase))),
        ("brackets", new Regex(@"[\[\]`]")),
        ("||", new Regex(@"\|\|")),
        ("string +", new Regex(@"'\s*\+|\+\s*'")),
        ("quoted identifier", new Regex("\"")),
        // A list becomes one parameter on PostgreSQL and several elsewhere.
        ("list parameter", new Regex(@"\bIN\s+@", RegexOptions.IgnoreCase)),
        ("several statements", new Regex(@";\s*\S")),
        // Neither SQL Server nor PostgreSQL before 18 takes the greatest of uuids.
        ("MAX or MIN of an id", new Regex(@"\b(MAX|MIN)\s*\(\s*(\w+\.)?\w*Id\s*\)", RegexOptions.IgnoreCase)),
        ("boolean literal compared", new Regex(@"\b(MustPass|Decided)\s*=\s*[01]\b", RegexOptions.IgnoreCase)),
    ];

    internal static IReadOnlyList<Statement> All { get; } = [.. Of(typeof(EnrollmentRegistration).Assembly.GetTypes())];

    internal static IEnumerable<Statement> Of(IEnumerable<Type> types) =>
        from type in types
        where !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(Sql)
        let feature = type.Namespace!.Split('.')[^1]
        select new Statement(feature, $"{feature}.{type.Name}.{field.Name}", (Sql)field.GetValue(null)!);

    /// <summary>The words that the statement has and not every engine takes.</summary>
    internal static IEnumerable<string> Forbidden(string text)
    {
        // What stands between quotes is data, but for the quotes themselves.
        var bare = Literal().Replace(text, "''");
        return forbidden.Where(f => f.Pattern.IsMatch(bare)).Select(f => f.Word);
    }

    internal static IEnumerable<string> Parameters(string text) =>
        Parameter().Matches(text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Parameter();
}
