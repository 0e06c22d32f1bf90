using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Sqlite;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>Statements that are prepared once and executed again.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class CachedCommandTests : IDisposable
{
    readonly EnrollmentConnection connection = new("Data Source=:memory:");

    public CachedCommandTests()
    {
        connection.Open();
        connection.Execute("CREATE TABLE Items (Id INTEGER NOT NULL PRIMARY KEY, Name TEXT NULL)");
    }

    public void Dispose() => connection.Dispose();

    [Fact]
    public void Each_execution_has_its_own_values()
    {
        for (var id = 1; id <= 3; id++)
            Insert(id, $"item {id}");
        Insert(4, null);

        Names().ShouldBe(["item 1", "item 2", "item 3", null]);
    }

    [Fact]
    public void A_value_that_is_missing_the_second_time_is_an_error_and_not_the_first_ones()
    {
        connection.Query<int>("SELECT @a", new { a = 1 }).ShouldBe([1]);

        Should.Throw<InvalidOperationException>(() => connection.Query<int>("SELECT @a"));
        connection.Query<int>("SELECT @a", new { a = 2 }).ShouldBe([2]);
    }

    [Fact]
    public void A_statement_that_failed_works_the_next_time()
    {
        Insert(1, "x");
        Should.Throw<SqliteException>(() => Insert(1, "again"));
        Insert(2, "y");

        Names().ShouldBe(["x", "y"]);
    }

    [Fact]
    public void The_same_statement_in_use_twice_at_once_gives_each_its_rows()
    {
        Insert(1, "x");
        Insert(2, "y");
        var inner = new List<int>();
        foreach (var _ in connection.Query<int>("SELECT Id FROM Items ORDER BY Id", buffered: false))
            inner.AddRange(connection.Query<int>("SELECT Id FROM Items ORDER BY Id", buffered: false));

        inner.ShouldBe([1, 2, 1, 2]);
    }

    [Fact]
    public void A_list_abandoned_in_its_middle_starts_anew()
    {
        Insert(1, "x");
        Insert(2, "y");
        for (var round = 0; round < 3; round++)
            connection.QueryFirst<int>("SELECT Id FROM Items ORDER BY Id").ShouldBe(1);
        connection.Query<int>("SELECT Id FROM Items ORDER BY Id", buffered: false).First().ShouldBe(1);

        connection.Query<int>("SELECT Id FROM Items ORDER BY Id").ShouldBe([1, 2]);
    }

    [Fact]
    public void A_statement_prepared_before_the_schema_changed_follows_it()
    {
        Insert(1, "x");
        connection.Query("SELECT * FROM Items").Count().ShouldBe(1);
        connection.Execute("ALTER TABLE Items ADD COLUMN Extra INTEGER NOT NULL DEFAULT 7");

        ((long)connection.Query("SELECT * FROM Items").Single().Extra).ShouldBe(7);
    }

    [Fact]
    public void More_statements_than_the_cache_holds_all_work()
    {
        for (var number = 0; number < 600; number++)
            connection
                .ExecuteScalar<int>($"SELECT {number % 300} + @more", new { more = 1 })
                .ShouldBe(number % 300 + 1);
    }

    [Fact]
    public void A_statement_for_several_rows_runs_for_each()
    {
        connection
            .Execute(
                "INSERT INTO Items (Id, Name) VALUES (@Id, @Name)",
                new[] { new { Id = 1, Name = "x" }, new { Id = 2, Name = "y" } }
            )
            .ShouldBe(2);

        Names().ShouldBe(["x", "y"]);
    }

    void Insert(int id, string? name) =>
        connection.Execute("INSERT INTO Items (Id, Name) VALUES (@id, @name)", new { id, name }).ShouldBe(1);

    IEnumerable<string?> Names() => connection.Query<string?>("SELECT Name FROM Items ORDER BY Id");
}
