using System.Globalization;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>
/// SQL Server creates an index whose key may grow too long, and then refuses the row that makes it so: 900 bytes where
/// the key orders the table (a primary key), 1,700 elsewhere.
/// </summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class TransactSqlKeyTests
{
    [Fact]
    public void Every_key_fits_into_its_index() =>
        TooLong(TransactSql.Schema(TransactSql.Migrations.Select(m => m.Sql))).ShouldBeEmpty();

    [Theory]
    [InlineData("CREATE TABLE T (A NVARCHAR(451) NOT NULL PRIMARY KEY)", "T: 902 of 900")]
    [InlineData(
        "CREATE TABLE T (A NVARCHAR(400) NOT NULL, B NVARCHAR(200) NOT NULL, PRIMARY KEY (A, B))",
        "T: 1200 of 900"
    )]
    [InlineData("CREATE TABLE T (A NVARCHAR(MAX) NOT NULL UNIQUE)", "T: 2147483647 of 1700")]
    public void A_key_that_may_grow_too_long_is_caught(string table, string said) =>
        TooLong([table]).ShouldHaveSingleItem().ShouldBe(said);

    [Fact]
    public void An_index_that_may_grow_too_long_is_caught() =>
        TooLong(["CREATE TABLE T (A NVARCHAR(900) NOT NULL, B INT NOT NULL)", "CREATE INDEX I ON T (B, A)"])
            .ShouldHaveSingleItem()
            .ShouldBe("T: 1804 of 1700");

    static List<string> TooLong(IReadOnlyList<string> schema)
    {
        var statements = schema.SelectMany(TransactSql.Statements).ToList();
        var tables = statements
            .OfType<CreateTableStatement>()
            .ToDictionary(t => t.SchemaObjectName.BaseIdentifier.Value, StringComparer.OrdinalIgnoreCase);
        var keys = tables
            .SelectMany(table => Keys(table.Value).Select(key => (Table: table.Key, key.Limit, key.Columns)))
            .Concat(
                statements
                    .OfType<CreateIndexStatement>()
                    .Select(index =>
                        (Table: index.OnName.BaseIdentifier.Value, Limit: 1700, Columns: Names(index.Columns))
                    )
            );
        return
        [
            .. keys.Select(key => (key, Bytes: key.Columns.Sum(column => Bytes(Find(tables[key.Table], column)))))
                .Where(sized => sized.Bytes > sized.key.Limit)
                .Select(sized => $"{sized.key.Table}: {sized.Bytes} of {sized.key.Limit}"),
        ];
    }

    static IEnumerable<(int Limit, List<string> Columns)> Keys(CreateTableStatement table)
    {
        foreach (var column in table.Definition.ColumnDefinitions)
        {
            foreach (var key in column.Constraints.OfType<UniqueConstraintDefinition>())
                yield return (Limit(key), [column.ColumnIdentifier.Value]);
        }

        foreach (var key in table.Definition.TableConstraints.OfType<UniqueConstraintDefinition>())
            yield return (Limit(key), Names(key.Columns));
    }

    static int Limit(UniqueConstraintDefinition key) => key.IsPrimaryKey ? 900 : 1700;

    static List<string> Names(IList<ColumnWithSortOrder> columns) =>
        [.. columns.Select(column => column.Column.MultiPartIdentifier.Identifiers[^1].Value)];

    static ColumnDefinition Find(CreateTableStatement table, string column) =>
        table.Definition.ColumnDefinitions.Single(known =>
            string.Equals(known.ColumnIdentifier.Value, column, StringComparison.OrdinalIgnoreCase)
        );

    static long Bytes(ColumnDefinition column)
    {
        var type = (SqlDataTypeReference)column.DataType;
        var length = type.Parameters.SingleOrDefault();
        if (length is MaxLiteral)
            return int.MaxValue;

        return type.SqlDataTypeOption switch
        {
            SqlDataTypeOption.NVarChar => 2 * int.Parse(length!.Value, CultureInfo.InvariantCulture),
            SqlDataTypeOption.Char => int.Parse(length!.Value, CultureInfo.InvariantCulture),
            SqlDataTypeOption.DateTimeOffset => 10,
            SqlDataTypeOption.BigInt => 8,
            SqlDataTypeOption.Int => 4,
            SqlDataTypeOption.Date => 3,
            var other => throw new NotSupportedException($"Say here how many bytes a {other} takes."),
        };
    }
}
