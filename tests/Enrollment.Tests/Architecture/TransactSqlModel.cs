using System.Text.RegularExpressions;
using Enrollment.Data;
using Microsoft.SqlServer.Dac.Model;

namespace Enrollment.Tests.Architecture;

/// <summary>
/// Resolves statements against the migrated schema as SQL Server would when it creates a procedure of each. It doesn't
/// see a wrong number of columns, a NOT NULL column that an INSERT leaves out, types that don't match or a missing GROUP
/// BY; running the statements on the other engines does.
/// </summary>
sealed partial class TransactSqlModel : IDisposable
{
    readonly TSqlModel model = new(SqlServerVersion.Sql150, new TSqlModelOptions());

    /// <param name="schema">CREATE statements, one each.</param>
    internal TransactSqlModel(IEnumerable<string> schema)
    {
        foreach (var statement in schema)
            model.AddObjects(statement);
    }

    /// <summary>Adds a statement with the parameters that it names.</summary>
    internal void Add(string name, Sql sql) => Add(name, sql, Architecture.Statements.Parameters(TransactSql.Of(sql)));

    /// <summary>Adds a statement that is called with these parameters.</summary>
    /// <exception cref="DacModelException">One that the statement uses isn't declared.</exception>
    internal void Add(string name, Sql sql, IEnumerable<string> parameters)
    {
        // FETCH takes an integer; nothing else is checked against its type.
        var declared = parameters.Select(p => $"@{p} {(p == "Take" ? "INT" : "NVARCHAR(MAX)")}");
        model.AddObjects(
            $"""
            CREATE PROCEDURE dbo.[{name}] {string.Join(", ", declared)} AS
            {TransactSql.Of(sql)}
            """
        );
    }

    /// <summary>
    /// What doesn't resolve, by the statement's name; "" for the schema's own. Warnings count: an unknown table is only
    /// one, since SQL Server lets a procedure wait for its tables.
    /// </summary>
    internal ILookup<string, string> Validate() =>
        model
            .Validate()
            .ToLookup(
                message => Element().Match(message.Message).Groups["name"].Value,
                message => $"{message.Prefix}{message.Number} {message.Message}",
                StringComparer.Ordinal
            );

    public void Dispose() => model.Dispose();

    [GeneratedRegex(@"\bProcedure: \[dbo\]\.\[(?<name>[^]]+)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Element();
}
