using Enrollment.Assessments;
using Enrollment.Data;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

public sealed class RowTests
{
    static readonly Guid id = Guid.Parse("0197a3b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b");
    static readonly DateTimeOffset at = new DateTimeOffset(2026, 2, 3, 23, 5, 6, TimeSpan.Zero).AddMicroseconds(
        123_456
    );
    static readonly DateOnly day = new(2024, 2, 29);
    static readonly Sql values = new("SELECT @Id, @At, @Day, @Mark, @Number, @Large, @Text, @State, @None");

    [Theory]
    [InlineData("Әбдірахманова Нұргүл 李明", 0, 0)]
    [InlineData("", 67, 1)]
    [InlineData("it's", 39.99, -7)]
    [InlineData("tenths", 12.3, 2)]
    [InlineData("below zero", -0.05, 3)]
    [InlineData("beyond an integer", 30_000_000.25, 4)]
    public async Task A_row_gives_back_what_was_written(string text, double mark, int number)
    {
        await using var system = new TestSystem();
        var args = new
        {
            Id = id,
            At = at,
            Day = day,
            Mark = (decimal)mark,
            Number = number,
            Large = 9_876_543_210L * number,
            Text = text,
            State = nameof(MarkState.AbsentWithCause),
            None = (DateOnly?)null,
        };

        var rows = await ReadAsync(
            system,
            values,
            args,
            row =>
                (
                    (row.Id(0), row.Instant(1), row.Instant(1).Offset, row.Day(2), row.Hundredths(3)),
                    (row.Number(4), row.LongNumber(5), row.Text(6), row.Member<MarkState>(7)),
                    (row.IsNull(8), row.IsNull(3), row.Hundredths(3).Scale)
                )
        );

        rows.ShouldBe([
            (
                (id, at, TimeSpan.Zero, day, (decimal)mark),
                (number, args.Large, text, MarkState.AbsentWithCause),
                (true, false, ((decimal)mark).Scale)
            ),
        ]);
    }

    [Fact]
    public async Task Rows_that_repeat_a_value_and_change_it_are_told_apart()
    {
        await using var system = new TestSystem();
        var sql = new Sql("SELECT @One UNION ALL SELECT @One UNION ALL SELECT @Other UNION ALL SELECT @One");

        (await ReadAsync(system, sql, new { One = "one", Other = "other" }, row => row.Text(0))).ShouldBe(
            ["one", "one", "other", "one"],
            ignoreOrder: true
        );
        (await ReadAsync(system, sql, new { One = at, Other = at.AddDays(1) }, row => row.Instant(0))).ShouldBe(
            [at, at, at.AddDays(1), at],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task What_is_not_there_or_of_another_kind_is_no_value()
    {
        await using var system = new TestSystem();
        Func<IRow, object>[] reads =
        [
            row => row.Id(0),
            row => row.Instant(0),
            row => row.Day(0),
            row => row.Hundredths(0),
            row => row.Number(0),
            row => row.LongNumber(0),
            row => row.Text(0),
            row => row.Member<MarkState>(0),
        ];

        foreach (var read in reads)
            await Should.ThrowAsync<InvalidCastException>(() =>
                ReadAsync(system, new Sql("SELECT @None"), new { None = (string?)null }, read)
            );
        foreach (var read in reads.Except([reads[6]]))
            await Should.ThrowAsync<Exception>(() =>
                ReadAsync(system, new Sql("SELECT @Text"), new { Text = "elsewhere" }, read)
            );
    }

    static Task<List<T>> ReadAsync<T>(TestSystem system, Sql sql, object args, Func<IRow, T> make) =>
        system.UseAsync<Db, List<T>>((db, token) => db.ReadAsync(sql, args, make, token));
}
