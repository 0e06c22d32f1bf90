using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.SqlServer.Dac.Model;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>Every statement and migration as T-SQL: it parses, and its names resolve on the migrated schema.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class TransactSqlTests(TransactSqlTests.Resolved resolved) : IClassFixture<TransactSqlTests.Resolved>
{
    static readonly (string Name, Sql Sql)[] breaches =
    [
        ("misspelled column", new("SELECT Idd FROM People WHERE Id = @Id")),
        ("missing table", new("SELECT Id FROM Peopel WHERE Id = @Id")),
        ("ambiguous column", new("SELECT Id FROM People p JOIN Centers c ON c.Version = p.Version WHERE p.Id = @Id")),
        ("boolean word", new("SELECT Id FROM SchemeComponents WHERE Id = @Id AND MustPass = TRUE")),
        ("misspelled column of an INSERT", new("INSERT INTO Courses (Idd, Code) VALUES (@Id, @Id)")),
    ];

    public static TheoryData<string> Names => new(Statements.All.Select(s => s.Name));

    public static TheoryData<string> MigrationNames => new(TransactSql.Migrations.Select(m => m.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_parses(string name) =>
        TransactSql.Errors(TransactSql.Of(Statements.All.Single(s => s.Name == name).Sql)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(MigrationNames))]
    public void A_migration_parses(string name) =>
        TransactSql.Errors(TransactSql.Migrations.Single(m => m.Name == name).Sql).ShouldBeEmpty();

    [Fact]
    public void The_script_for_an_administrator_parses() =>
        TransactSql.Errors(MigrationScript.For("sqlserver")).ShouldBeEmpty();

    [Theory]
    [InlineData("SELECT Id\nFROM People LIMIT 1", "2:13 ")]
    [InlineData("INSERT INTO People (Id)\nVALUES (@Id)\nRETURNING Id", "3:1 ")]
    [InlineData("INSERT INTO People (Id)\nVALUES (@Id) ON CONFLICT DO NOTHING", "2:14 ")]
    [InlineData("SELECT Id FROM People\nWHERE TRUE", "2:7 ")]
    [InlineData("SELECT Email\n || Phone FROM People", "2:3 ")]
    public void A_word_of_another_engine_is_caught_at_its_place(string text, string place) =>
        TransactSql.Errors(text)[0].ShouldStartWith(place);

    [Fact]
    public void A_type_of_another_engine_is_caught_in_a_migration() =>
        TransactSql.Errors("CREATE TABLE T (\n    Id INT NOT NULL\n) STRICT;")[0].ShouldStartWith("3:3 ");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_resolves_on_the_schema(string name) => resolved.Problems[name].ShouldBeEmpty();

    [Fact]
    public void The_schema_itself_has_no_problem() => resolved.Problems[""].ShouldBeEmpty();

    [Theory]
    [InlineData("misspelled column", "SQL71501", "Idd")]
    [InlineData("missing table", "SQL71502", "Peopel")]
    [InlineData("ambiguous column", "SQL71501", "Id")]
    [InlineData("boolean word", "SQL71501", "TRUE")]
    [InlineData("misspelled column of an INSERT", "SQL71501", "Idd")]
    public void A_name_that_does_not_resolve_is_caught(string breach, string code, string name) =>
        resolved
            .Problems[breach]
            .ShouldContain(p =>
                p.StartsWith(code, StringComparison.Ordinal) && p.Contains($"[{name}]", StringComparison.Ordinal)
            );

    [Fact]
    public void A_parameter_that_is_not_declared_is_caught()
    {
        using var model = new TransactSqlModel(["CREATE TABLE Things (Id INT NOT NULL);"]);
        var sql = new Sql("SELECT Id FROM Things WHERE Id = @Id OR Id = @Other");

        model.Add("declared", sql, ["Id", "Other"]);
        Should
            .Throw<DacModelException>(() => model.Add("undeclared", sql, ["Id"]))
            .Messages.ShouldHaveSingleItem()
            .ToString()
            .ShouldContain("SQL70590: Must declare the variable or parameter \"@Other\"");
    }

    [Fact]
    public void A_column_that_a_later_migration_adds_belongs_to_the_table()
    {
        var schema = TransactSql.Schema([
            "CREATE TABLE Things (Id INT NOT NULL);",
            "ALTER TABLE Things ADD Name NVARCHAR(9) NULL, CONSTRAINT UQ_Things UNIQUE (Name);\nUPDATE Things SET Name = '';",
        ]);
        using var model = new TransactSqlModel(schema);
        model.Add("read", new Sql("SELECT Name FROM Things WHERE Id = @Id"));

        schema.ShouldHaveSingleItem().ShouldContain("UQ_Things");
        model.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void A_migration_that_the_schema_can_not_follow_is_named() =>
        Should
            .Throw<NotSupportedException>(() => TransactSql.Schema(["DROP INDEX IX_Things ON Things;"]))
            .Message.ShouldContain("DropIndexStatement");

    [Fact]
    public void A_table_that_is_made_anew_is_the_newer_one()
    {
        var schema = TransactSql.Schema([
            "CREATE TABLE Things (Id INT NOT NULL, Old INT NOT NULL);\nCREATE INDEX IX_Things ON Things (Old);",
            "DROP TABLE Things;",
            "CREATE TABLE Things (Id INT NOT NULL, Fresh INT NOT NULL);",
        ]);

        schema.ShouldHaveSingleItem().ShouldContain("Fresh");
    }

    /// <summary>Resolving takes seconds, so all statements and breaches are resolved together, once.</summary>
    public sealed class Resolved
    {
        public Resolved()
        {
            using var model = new TransactSqlModel(TransactSql.Schema(TransactSql.Migrations.Select(m => m.Sql)));
            foreach (var statement in Statements.All)
                model.Add(statement.Name, statement.Sql);
            foreach (var (name, sql) in breaches)
                model.Add(name, sql);
            Problems = model.Validate();
        }

        internal ILookup<string, string> Problems { get; }
    }
}
