using System.Text.RegularExpressions;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>
/// Every statement, prepared by PostgreSQL on the migrated schema. Of the three engines it is the strictest: it sees a
/// wrong number of columns, types that don't match and a missing GROUP BY before a row is touched.
/// </summary>
[OnlyOn(DatabaseEngine.PostgreSql)]
public sealed partial class PostgreSqlStatementTests(PostgreSqlStatementTests.MigratedDatabase database)
    : IClassFixture<PostgreSqlStatementTests.MigratedDatabase>
{
    public static TheoryData<string> Names => new(Statements.All.Select(s => s.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_is_prepared(string name) => Prepare(Statements.All.Single(s => s.Name == name).Sql);

    [Theory]
    [InlineData("misspelled column", "SELECT Idd FROM People WHERE Id = @Id", PostgresErrorCodes.UndefinedColumn)]
    [InlineData("missing table", "SELECT Id FROM Peopel WHERE Id = @Id", PostgresErrorCodes.UndefinedTable)]
    [InlineData(
        "ambiguous column",
        "SELECT Id FROM People p JOIN Centers c ON c.Version = p.Version",
        PostgresErrorCodes.AmbiguousColumn
    )]
    [InlineData(
        "too few values",
        "INSERT INTO Courses (Id, Code, CreatedAt) VALUES (@Id, @Code)",
        PostgresErrorCodes.SyntaxError
    )]
    [InlineData("two columns compared", "SELECT Id FROM People WHERE Id = Email", PostgresErrorCodes.UndefinedFunction)]
    [InlineData(
        "a value compared with columns of two types",
        "SELECT Id FROM People WHERE Id = @Value OR Version = @Value",
        PostgresErrorCodes.UndefinedFunction
    )]
    [InlineData(
        "a text for a number",
        "UPDATE People SET Version = 'first' WHERE Id = @Id",
        PostgresErrorCodes.InvalidTextRepresentation
    )]
    [InlineData(
        "missing GROUP BY",
        "SELECT CohortId, COUNT(*) FROM Enrollments WHERE CohortId = @Id",
        PostgresErrorCodes.GroupingError
    )]
    [InlineData(
        "a parameter that meets no column stays undeclared",
        "SELECT Id FROM People WHERE @Nobody IS NULL",
        PostgresErrorCodes.UndefinedColumn
    )]
    [InlineData("IIF", "SELECT IIF(Version = 1, 1, 0) FROM People", PostgresErrorCodes.UndefinedFunction)]
    public void A_statement_that_PostgreSQL_would_refuse_is_caught(string mistake, string text, string code) =>
        Should.Throw<PostgresException>(() => Prepare(new Sql(text))).SqlState.ShouldBe(code, mistake);

    [Theory]
    [InlineData("SELECT Id FROM People WHERE @Email IS NULL OR Email = @Email")]
    [InlineData("SELECT Id FROM People WHERE @Day IS NOT NULL AND BirthDate < @Day")]
    public void A_parameter_that_is_asked_for_null_has_the_type_of_what_it_is_compared_with(string text) =>
        Should.NotThrow(() => Prepare(new Sql(text)));

    /// <summary>
    /// The program sends each parameter with its type, nulls as well. Here the server tells the types, from the places
    /// where a parameter meets a column; from a question for NULL it can't, so those are left out when it is asked.
    /// </summary>
    void Prepare(Sql sql)
    {
        var text = sql.Paged ? $"{sql.Text}\n{database.RowLimit}" : sql.Text;
        using var asked = new NpgsqlCommand(QuestionForNull().Replace(text, "NULL IS"), database.Connection);
        NpgsqlCommandBuilder.DeriveParameters(asked);
        using var command = new NpgsqlCommand(text, database.Connection);
        foreach (NpgsqlParameter derived in asked.Parameters)
            command.Parameters.Add(new NpgsqlParameter(derived.ParameterName, derived.NpgsqlDbType));
        command.Prepare();
    }

    [GeneratedRegex(@"@\w+ IS\b")]
    private static partial Regex QuestionForNull();

    /// <summary>Nothing is written, so all tests of the class share it.</summary>
    public sealed class MigratedDatabase : IAsyncLifetime
    {
        readonly TestSystem system = new();

        internal NpgsqlConnection Connection { get; private set; } = null!;

        internal string RowLimit => system.Engine.RowLimit;

        public async ValueTask InitializeAsync() =>
            Connection = (NpgsqlConnection)await system.Engine.OpenReaderAsync(TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            await Connection.DisposeAsync();
            await system.DisposeAsync();
        }
    }
}
