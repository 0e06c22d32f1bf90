using System.Data;
using System.Data.Common;
using Dapper;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

public sealed class DapperTypesTests : IAsyncLifetime
{
    static readonly Guid Id = Guid.Parse("0197A3B4-C5D6-7E8F-9A0B-1C2D3E4F5A6B");

    readonly TestSystem system = new();
    DbConnection connection = null!;

    public async ValueTask InitializeAsync() =>
        connection = await system.Engine.OpenReaderAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await system.DisposeAsync();
    }

    [Fact]
    public void A_row_of_every_type_comes_back_as_it_was_written()
    {
        var instant = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(5)).AddMicroseconds(123_456);
        var date = new DateOnly(2026, 2, 3);
        var row = connection.QuerySingle<Row>(
            """
            SELECT @Id AS Id, @Id AS MaybeId, @At AS At, @At AS MaybeAt, @Day AS Day, @Day AS MaybeDay,
                @Mark AS Mark, @Mark AS MaybeMark, @Flag AS Flag, @Flag AS MaybeFlag, 'Sealed' AS Phase, 'Open' AS MaybePhase
            """,
            new
            {
                Id,
                At = instant,
                Day = date,
                Mark = 67.25m,
                Flag = true,
            }
        );

        row.ShouldBe(
            new Row
            {
                Id = Id,
                MaybeId = Id,
                At = instant,
                MaybeAt = instant,
                Day = date,
                MaybeDay = date,
                Mark = 67.25m,
                MaybeMark = 67.25m,
                Flag = true,
                MaybeFlag = true,
                Phase = Phase.Sealed,
                MaybePhase = Phase.Open,
            }
        );
        row.At.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void An_instant_loses_what_lies_below_the_microsecond()
    {
        var instant = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero).AddMicroseconds(123_456);

        connection.QuerySingle<DateTimeOffset>("SELECT @At", new { At = instant.AddTicks(9) }).ShouldBe(instant);
        connection.QuerySingle<DateTimeOffset>("SELECT @At", new { At = instant.AddTicks(10) }).ShouldNotBe(instant);
    }

    [Fact]
    public void A_row_of_nulls_comes_back_as_nulls()
    {
        var row = connection.QuerySingle<Row>(
            """
            SELECT @MaybeId AS MaybeId, @MaybeAt AS MaybeAt, @MaybeDay AS MaybeDay, @MaybeMark AS MaybeMark,
                @MaybeFlag AS MaybeFlag, NULL AS MaybePhase
            """,
            new Row()
        );

        row.ShouldBe(new Row());
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void Values_have_one_form_in_the_database_file()
    {
        var instant = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(5));

        Stored(Id).ShouldBe("0197a3b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b");
        Stored((Guid?)Id).ShouldBe("0197a3b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b");
        Stored(instant).ShouldBe("2026-02-02T23:05:06.0000000Z");
        Stored((DateTimeOffset?)instant.AddTicks(19)).ShouldBe("2026-02-02T23:05:06.0000010Z");
        Stored(new DateOnly(987, 6, 5)).ShouldBe("0987-06-05");
        Stored(12.3m).ShouldBe(1230L);
        Stored(-0.01m).ShouldBe(-1L);
        Stored(true).ShouldBe(1L);
        Stored((bool?)false).ShouldBe(0L);
    }

    [Fact]
    public void Parameters_built_one_by_one_have_the_same_form()
    {
        var parameters = new DynamicParameters(new { Id });
        parameters.Add("Other", Id);

        connection.QuerySingle<bool>("SELECT CASE WHEN @Id = @Other THEN 1 ELSE 0 END", parameters).ShouldBeTrue();
    }

    [Fact]
    public void A_single_value_is_read_as_its_type()
    {
        connection.QuerySingle<decimal>("SELECT 5").ShouldBe(0.05m);
        connection.QuerySingle<decimal?>("SELECT NULL").ShouldBeNull();
        connection.ExecuteScalar<decimal>("SELECT 5").ShouldBe(0.05m);
        connection.ExecuteScalar<DateOnly>("SELECT '2026-02-03'").ShouldBe(new DateOnly(2026, 2, 3));
        connection.QuerySingle<Guid?>("SELECT @Id", new { Id }).ShouldBe(Id);
    }

    [Fact]
    public void A_decimal_with_three_decimals_is_refused()
    {
        var refusal = Should.Throw<ArgumentOutOfRangeException>(() => Stored(1.005m));

        refusal.Message.ShouldContain("more than two decimals");
        Stored(1.500m).ShouldBe(150L);
    }

    [Theory]
    [InlineData("SELECT 1.5")]
    [InlineData("SELECT '150'")]
    public void A_decimal_that_the_database_has_not_as_an_integer_is_refused(string sql)
    {
        var refusal = Should.Throw<DataException>(() => connection.QuerySingle<Row>($"{sql} AS Mark"));

        refusal.GetBaseException().Message.ShouldContain("integer in hundredths");
    }

    object? Stored<T>(T value) => connection.ExecuteScalar("SELECT @value", new { value });

    enum Phase
    {
        Draft,
        Open,
        Sealed,
    }

    sealed record Row
    {
        public Guid Id { get; init; }
        public Guid? MaybeId { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? MaybeAt { get; init; }
        public DateOnly Day { get; init; }
        public DateOnly? MaybeDay { get; init; }
        public decimal Mark { get; init; }
        public decimal? MaybeMark { get; init; }
        public bool Flag { get; init; }
        public bool? MaybeFlag { get; init; }
        public Phase Phase { get; init; }
        public Phase? MaybePhase { get; init; }
    }
}
