using System.Data.Common;
using Dapper;
using Enrollment.Data;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>What the writer sends to SQLite by itself instead of by the client's command.</summary>
public sealed class WritingStatementTests
{
    const string Insert = "INSERT INTO Items (Id, Name) VALUES (@id, @name)";

    public static TheoryData<string> Texts =>
        [
            "",
            "x",
            "O'Hara; --",
            "Нұргүл Әбдірахманова",
            "李明",
            "محمد",
            "🚗 end",
            new string('ұ', 70_000),
            "two\nlines\0 and a null",
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_is_stored_as_it_is(string name)
    {
        using var database = new LaneDatabase();

        (await WriteAsync(database, Insert, new { id = 1, name })).ShouldBe(1);
        (await WriteAsync(database, "UPDATE Items SET Name = @name WHERE Name = @name", new { name })).ShouldBe(1);

        await using var reader = await database.Engine.OpenReaderAsync(TestContext.Current.CancellationToken);
        (await reader.QuerySingleAsync<string>("SELECT Name FROM Items")).ShouldBe(name);
        (await reader.QuerySingleAsync<string>("SELECT typeof(Name) FROM Items")).ShouldBe("text");
    }

    [Fact]
    public async Task The_number_of_changed_rows_is_that_of_the_statement_alone()
    {
        using var database = new LaneDatabase();
        foreach (var id in (int[])[1, 2, 3])
            await WriteAsync(database, Insert, new { id, name = "x" });

        (await WriteAsync(database, "UPDATE Items SET Name = @name", new { name = "y" })).ShouldBe(3);
        (
            await WriteAsync(database, "UPDATE Items SET Name = @name WHERE Id = @id", new { id = 9, name = "z" })
        ).ShouldBe(0);
        (await WriteAsync(database, "DELETE FROM Items WHERE Id <= @id", new { id = 2 })).ShouldBe(2);
    }

    [Fact]
    public async Task Parameters_are_known_by_their_names_in_whatever_order_they_come()
    {
        using var database = new LaneDatabase();
        var backwards = new DynamicParameters();
        backwards.Add("name", "second");
        backwards.Add("id", 2);

        await WriteAsync(database, Insert, new { id = 1, name = "first" });
        await WriteAsync(database, Insert, backwards);
        await WriteAsync(database, Insert, new { id = 3, name = "third" });

        await using var reader = await database.Engine.OpenReaderAsync(TestContext.Current.CancellationToken);
        (await reader.QueryAsync<string>("SELECT Name FROM Items ORDER BY Id")).ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task A_parameter_without_a_value_fails_and_writes_nothing_that_was_sent_before()
    {
        using var database = new LaneDatabase();
        await WriteAsync(database, Insert, new { id = 1, name = "first" });

        var missing = await Should.ThrowAsync<InvalidOperationException>(WriteAsync(database, Insert, new { id = 2 }));

        missing.Message.ShouldContain("@name");
        (await database.IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_row_that_a_constraint_forbids_is_told_by_its_kind_and_the_next_one_is_written()
    {
        using var database = new LaneDatabase();
        await WriteAsync(database, Insert, new { id = 1, name = "first" });

        var twice = await Should.ThrowAsync<SqliteException>(
            WriteAsync(database, Insert, new { id = 1, name = "again" })
        );
        var none = await Should.ThrowAsync<SqliteException>(
            WriteAsync(database, Insert, new { id = 2, name = (string?)null })
        );

        database.Engine.FaultOf(twice).ShouldBe(DatabaseFault.UniqueViolation);
        database.Engine.FaultOf(none).ShouldBe(DatabaseFault.ConstraintViolation);
        await WriteAsync(database, Insert, new { id = 2, name = "second" });
        (await database.IdsAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Several_statements_in_one_text_and_values_of_other_kinds_are_left_to_the_client()
    {
        using var database = new LaneDatabase();
        const string Both =
            "INSERT INTO Items (Id, Name) VALUES (@id, 'x'); INSERT INTO Parts (Id, ItemId) VALUES (@id, @id);";
        await WriteAsync(database, Both, new { id = 1 });
        await WriteAsync(database, "UPDATE Items SET Name = CAST(@half AS TEXT)", new { half = 0.5 });

        await using var reader = await database.Engine.OpenReaderAsync(TestContext.Current.CancellationToken);
        (await reader.QuerySingleAsync<string>("SELECT Name FROM Items")).ShouldBe("0.5");
        (await reader.QuerySingleAsync<int>("SELECT ItemId FROM Parts")).ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_can_not_write()
    {
        using var database = new LaneDatabase();
        await using var reader = await database.Engine.OpenReaderAsync(TestContext.Current.CancellationToken);

        var refused = await Should.ThrowAsync<DbException>(reader.ExecuteAsync(Insert, new { id = 1, name = "x" }));

        refused.Message.ShouldContain("readonly");
    }

    static Task<int> WriteAsync(LaneDatabase database, string sql, object values) =>
        database.Lane.RunAsync(
            (connection, _) => connection.ExecuteAsync(sql, values),
            _ => true,
            TestContext.Current.CancellationToken
        );
}
