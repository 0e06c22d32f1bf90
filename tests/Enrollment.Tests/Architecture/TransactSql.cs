using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Enrollment.Tests.Architecture;

/// <summary>Statements and migrations as SQL Server 2019 would read them, without a server.</summary>
static class TransactSql
{
    const string RowLimit = "OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY";

    /// <summary>The migrations for SQL Server with its types filled in.</summary>
    internal static IReadOnlyList<(string Name, string Sql)> Migrations { get; } =
    [
        .. MigrationFile
            .ReadAll(Migrator.OwnScripts, Engines.SqlServer.Name)
            .Select(file => (file.Name, Engines.SqlServer.Fill(file))),
    ];

    /// <summary>The statement as it would be sent.</summary>
    internal static string Of(Sql sql) => sql.Paged ? $"{sql.Text}\n{RowLimit}" : sql.Text;

    /// <summary>What the parser doesn't take, each with its place: <c>2:7 Incorrect syntax near ...</c>.</summary>
    internal static IReadOnlyList<string> Errors(string text)
    {
        Parse(text, out var errors);
        return errors;
    }

    /// <summary>
    /// The tables and indexes that all migrations together make, one statement each. A model of a schema takes no ALTER
    /// TABLE, so what a later migration adds moves into the table's CREATE TABLE.
    /// </summary>
    internal static IReadOnlyList<string> Schema(IEnumerable<string> migrations)
    {
        var tables = new Dictionary<string, CreateTableStatement>(StringComparer.OrdinalIgnoreCase);
        var schema = new List<TSqlStatement>();
        foreach (var statement in migrations.SelectMany(Statements))
        {
            switch (statement)
            {
                case CreateTableStatement table:
                    tables.Add(table.SchemaObjectName.BaseIdentifier.Value, table);
                    schema.Add(table);
                    break;
                case AlterTableAddTableElementStatement more:
                    var definition = tables[more.SchemaObjectName.BaseIdentifier.Value].Definition;
                    foreach (var column in more.Definition.ColumnDefinitions)
                        definition.ColumnDefinitions.Add(column);
                    foreach (var constraint in more.Definition.TableConstraints)
                        definition.TableConstraints.Add(constraint);
                    break;
                case CreateIndexStatement:
                    schema.Add(statement);
                    break;
                case DropTableStatement dropped:
                    foreach (var name in dropped.Objects.Select(gone => gone.BaseIdentifier.Value))
                    {
                        tables.Remove(name);
                        schema.RemoveAll(made =>
                            string.Equals(TableOf(made), name, StringComparison.OrdinalIgnoreCase)
                        );
                    }

                    break;
                // Rows that a migration moves or fills in make no schema.
                case DataModificationStatement:
                    break;
                default:
                    throw new NotSupportedException(
                        $"A migration has a {statement.GetType().Name}. Say here what it makes of the schema."
                    );
            }
        }

        var generator = new Sql150ScriptGenerator();
        return
        [
            .. schema.Select(statement =>
            {
                generator.GenerateScript(statement, out var script);
                return script;
            }),
        ];
    }

    static string? TableOf(TSqlStatement statement) =>
        statement switch
        {
            CreateTableStatement table => table.SchemaObjectName.BaseIdentifier.Value,
            CreateIndexStatement index => index.OnName.BaseIdentifier.Value,
            _ => null,
        };

    internal static IEnumerable<TSqlStatement> Statements(string text)
    {
        var script = (TSqlScript)Parse(text, out var errors);
        return errors.Count == 0
            ? script.Batches.SelectMany(batch => batch.Statements)
            : throw new ArgumentException(string.Join('\n', errors), nameof(text));
    }

    static TSqlFragment Parse(string text, out IReadOnlyList<string> errors)
    {
        using var reader = new StringReader(text);
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var found);
        errors = [.. found.Select(error => $"{error.Line}:{error.Column} {error.Message}")];
        return fragment;
    }
}
