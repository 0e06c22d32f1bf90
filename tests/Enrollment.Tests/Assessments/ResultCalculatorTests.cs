using CsCheck;
using Enrollment.Assessments;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class ResultCalculatorTests
{
    static readonly Gen<decimal> percentage = Gen.OneOf(
        Gen.Int[0, 100].Select(n => (decimal)n),
        Gen.Int[0, 10_000].Select(n => n / 100m)
    );

    static readonly Gen<decimal?> maybePercentage = Gen.Frequency(
        (1, percentage.Select(p => (decimal?)p)),
        (1, Gen.Const((decimal?)null))
    );

    static readonly Gen<decimal> maximum = Gen.OneOf(
        Gen.Const(100m),
        Gen.Int[1, 12].Select(n => (decimal)n),
        Gen.Int[1, 30_000].Select(n => n / 100m)
    );

    /// <summary>Weights that sum to 100, zero among them.</summary>
    static Gen<decimal[]> Weights(int count) =>
        Gen.Int[0, 6]
            .Array[count]
            .Select(shares =>
            {
                var total = Math.Max(1, shares.Sum());
                var weights = shares.Select(s => Math.Floor(10_000m * s / total) / 100m).ToArray();
                weights[0] += 100 - weights.Sum();
                return weights;
            });

    static readonly Gen<SchemeComponent> component = Gen.Select(
        maximum,
        maybePercentage,
        Gen.Bool,
        maybePercentage,
        Gen.Enum<MissingRule>(),
        (most, pass, must, cap, missing) =>
            SchemeBuilder.Component("X", 0) with
            {
                Id = Guid.NewGuid(),
                MaximumMark = most,
                PassMark = pass,
                MustPass = must && pass is not null,
                Attempts = 3,
                ResitCap = cap,
                WhenMissing = missing,
            }
    );

    static readonly Gen<SchemeGroup> group = Gen.Int[1, 4]
        .SelectMany(count =>
            Gen.Select(
                component.Array[count],
                Weights(count),
                maybePercentage,
                (parts, weights, least) =>
                    SchemeBuilder.Group("G", 0, [.. parts.Zip(weights, (c, w) => c with { Weight = w })]) with
                    {
                        MinimumMark = least,
                    }
            )
        );

    static readonly Gen<SchemeFields> scheme = Gen.Int[1, 3]
        .SelectMany(count =>
            Gen.Select(
                group.Array[count],
                Weights(count),
                Gen.Int[0, 2],
                Gen.Int[30, 60],
                (groups, weights, decimals, pass) =>
                    SchemeBuilder.Fields([.. groups.Zip(weights, (g, w) => g with { Weight = w })]) with
                    {
                        Decimals = decimals,
                        PassMark = pass,
                    }
            )
        );

    static readonly Gen<MarkState> anyState = Gen.Frequency(
        (8, Gen.Const(MarkState.Marked)),
        (1, Gen.Enum<MarkState>())
    );

    /// <summary>Up to three attempts of each component, every mark within its scale.</summary>
    static Gen<(SchemeFields Scheme, Mark[] Marks)> Assessed(Gen<MarkState> state) =>
        scheme.SelectMany(s =>
        {
            var components = s.Groups.SelectMany(g => g.Components).ToArray();
            return Gen.Select(
                    Gen.Frequency((1, Gen.Const(0)), (5, Gen.Int[1, 3])),
                    state.Array[3],
                    Gen.Int[0, 12].Array[3]
                )
                .Array[components.Length]
                .Select(picks =>
                    (
                        s,
                        components
                            .Zip(picks, (c, pick) => Attempts(c, pick.Item1, pick.Item2, pick.Item3))
                            .SelectMany(m => m)
                            .ToArray()
                    )
                );
        });

    static IEnumerable<Mark> Attempts(SchemeComponent c, int count, MarkState[] states, int[] twelfths) =>
        Enumerable
            .Range(0, count)
            .Select(i => new Mark(
                c.Id,
                i + 1,
                states[i],
                states[i] is MarkState.Marked or MarkState.Withheld
                    ? Math.Floor(c.MaximumMark * 100 * twelfths[i] / 12) / 100
                    : null
            ));

    [Fact]
    public void A_result_is_the_one_that_exact_fractions_give() =>
        Assessed(anyState)
            .Sample(
                assessed =>
                {
                    var result = ResultCalculator.Compute(assessed.Scheme, assessed.Marks);
                    (result.Outcome, result.Mark).ShouldBe(ExactCalculator.Compute(assessed.Scheme, assessed.Marks));
                },
                iter: 20_000
            );

    [Fact]
    public void The_order_of_the_marks_does_not_matter() =>
        Gen.Select(Assessed(Gen.Enum<MarkState>()), Gen.Int)
            .Sample(
                (assessed, seed) =>
                {
                    var shuffled = assessed.Marks.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    var result = ResultCalculator.Compute(assessed.Scheme, assessed.Marks);
                    var again = ResultCalculator.Compute(assessed.Scheme, shuffled);
                    (again.Outcome, again.Mark, again.Unrounded).ShouldBe(
                        (result.Outcome, result.Mark, result.Unrounded)
                    );
                    again.Reasons.ShouldBe(result.Reasons);
                },
                iter: 10_000
            );

    [Fact]
    public void A_higher_mark_never_lowers_a_result() =>
        Gen.Select(Assessed(Gen.Const(MarkState.Marked)), Gen.Int[0, 1_000], Gen.Int[0, 100])
            .Where((assessed, _, _) => assessed.Marks.Length > 0)
            .Sample(
                (assessed, pick, percent) =>
                {
                    var raised = assessed.Marks.ToArray();
                    ref var mark = ref raised[pick % raised.Length];
                    var id = mark.ComponentId;
                    var most = assessed.Scheme.Groups.SelectMany(g => g.Components).Single(c => c.Id == id).MaximumMark;
                    var room = most - mark.Value!.Value;
                    mark = mark with { Value = mark.Value + Math.Floor(room * percent) / 100 };
                    var before = ResultCalculator.Compute(assessed.Scheme, assessed.Marks);
                    var after = ResultCalculator.Compute(assessed.Scheme, raised);
                    (after.Outcome >= before.Outcome).ShouldBeTrue();
                    if (before.Mark is { } old)
                        after.Mark!.Value.ShouldBeGreaterThanOrEqualTo(old);
                },
                iter: 10_000
            );

    [Theory]
    [InlineData(39.5, 40, 40, true)]
    [InlineData(39.49, 40, 39, false)]
    [InlineData(49.5, 50, 50, true)]
    [InlineData(49.49, 50, 49, false)]
    public void The_half_is_rounded_up_once_at_the_result(double value, int pass, int rounded, bool passes)
    {
        var one = One() with { PassMark = pass };

        var result = ResultCalculator.Compute(one, [Marked(one, 0, (decimal)value)]);

        result.Mark.ShouldBe(rounded);
        result.Unrounded.ShouldBe((decimal)value);
        (result.Outcome != Outcome.Fail).ShouldBe(passes);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 39.5)]
    [InlineData(2, 39.50)]
    public void The_scheme_says_to_how_many_decimals(int decimals, double expected)
    {
        var one = One() with { Decimals = decimals };
        ResultCalculator.Compute(one, [Marked(one, 0, 39.5m)]).Mark.ShouldBe((decimal)expected);
    }

    [Fact]
    public void Parts_are_not_rounded_before_the_whole()
    {
        // Each rounds down to 39, and so would their mean of 39 if it were rounded twice.
        var two = Schemes(Weighted(50), Weighted(50));
        ResultCalculator.Compute(two, [Marked(two, 0, 39.49m), Marked(two, 1, 39.51m)]).Mark.ShouldBe(40);
    }

    [Fact]
    public void Thirds_that_arise_from_weights_left_out_give_exactly_the_half()
    {
        // 30 + 30 + 40, the last left out: (36.5 + 42.5) / 2 = 39.5 by way of thirds of sixty.
        var three = Schemes(Weighted(30), Weighted(30), Weighted(40) with { WhenMissing = MissingRule.LeaveOut });
        var result = ResultCalculator.Compute(three, [Marked(three, 0, 36.5m), Marked(three, 1, 42.5m)]);
        (result.Unrounded, result.Mark).ShouldBe((39.5m, 40m));

        // A maximum of 3 makes thirds of the marks themselves: 1/3 and 2/3 of 100, at 81.5 and 18.5 percent.
        var odd = Schemes(Weighted(81.5m) with { MaximumMark = 3 }, Weighted(18.5m) with { MaximumMark = 3 });
        var exact = ResultCalculator.Compute(odd, [Marked(odd, 0, 1m), Marked(odd, 1, 2m)]);
        exact.Unrounded.ShouldBe(decimal.Round(100m * (81.5m + 37m) / 300m, 20));
        exact.Mark.ShouldBe(40);
    }

    [Fact]
    public void Missing_zero_exempt_absent_and_withheld_are_five_different_things()
    {
        var two = Schemes(Weighted(50), Weighted(50));
        ComputedResult With(params Mark[] more) => ResultCalculator.Compute(two, [Marked(two, 0, 80), .. more]);
        var second = two.Groups[0].Components[1].Id;

        With().Outcome.ShouldBe(Outcome.Incomplete);
        With().Reasons.ShouldHaveSingleItem().ShouldContain("missing");
        With(Marked(two, 1, 0)).Mark.ShouldBe(40);
        With(new Mark(second, 1, MarkState.Exempt, null)).Mark.ShouldBe(80);
        With(new Mark(second, 1, MarkState.AbsentWithCause, null)).Outcome.ShouldBe(Outcome.Incomplete);
        With(new Mark(second, 1, MarkState.AbsentWithCause, null))
            .Reasons.ShouldHaveSingleItem()
            .ShouldContain("absent");
        With(new Mark(second, 1, MarkState.Withheld, 90)).Outcome.ShouldBe(Outcome.Incomplete);
        With(new Mark(second, 1, MarkState.Withheld, 90)).Mark.ShouldBeNull();
        With(new Mark(second, 1, MarkState.Withheld, 90)).Reasons.ShouldHaveSingleItem().ShouldContain("withheld");
    }

    [Theory]
    [InlineData(MissingRule.Incomplete, Outcome.Incomplete, null)]
    [InlineData(MissingRule.Zero, Outcome.Fail, 40)]
    [InlineData(MissingRule.LeaveOut, Outcome.Merit, 80)]
    public void A_missing_mark_counts_as_its_component_declares(MissingRule rule, Outcome outcome, int? mark)
    {
        var two = Schemes(Weighted(50), Weighted(50) with { WhenMissing = rule });
        var result = ResultCalculator.Compute(two, [Marked(two, 0, 80)]);
        (result.Outcome, result.Mark).ShouldBe((outcome, mark));
    }

    [Fact]
    public void A_withheld_attempt_blocks_the_result_whatever_stands_beside_it()
    {
        var one = One();
        var id = one.Groups[0].Components[0].Id;
        Mark[] marks =
        [
            new(id, 1, MarkState.Withheld, 40),
            new(id, 2, MarkState.Marked, 80),
            new(id, 3, MarkState.AbsentWithCause, null),
        ];
        ResultCalculator.Compute(one, marks).Outcome.ShouldBe(Outcome.Incomplete);
        ResultCalculator.Compute(one, marks.Reverse()).Outcome.ShouldBe(Outcome.Incomplete);
    }

    [Fact]
    public void The_best_attempt_counts_and_a_resit_only_up_to_its_cap()
    {
        var capped = Schemes(Weighted(100) with { Attempts = 3, ResitCap = 60 });
        ResultCalculator.Compute(capped, [Marked(capped, 0, 30), Marked(capped, 0, 95, 2)]).Mark.ShouldBe(60);
        ResultCalculator.Compute(capped, [Marked(capped, 0, 70), Marked(capped, 0, 95, 2)]).Mark.ShouldBe(70);
        ResultCalculator.Compute(capped, [Marked(capped, 0, 55), Marked(capped, 0, 20, 2)]).Mark.ShouldBe(55);
    }

    [Fact]
    public void A_component_that_must_be_passed_fails_the_whole_even_at_weight_zero()
    {
        var safety = Schemes(Weighted(100), Weighted(0) with { MustPass = true, PassMark = 80 });

        var failed = ResultCalculator.Compute(safety, [Marked(safety, 0, 95), Marked(safety, 1, 79.99m)]);
        (failed.Outcome, failed.Mark).ShouldBe((Outcome.Fail, 95));
        ResultCalculator
            .Compute(safety, [Marked(safety, 0, 95), Marked(safety, 1, 80)])
            .Outcome.ShouldBe(Outcome.Distinction);
    }

    [Fact]
    public void A_group_below_its_minimum_fails_and_its_reason_does_not_round_it_up()
    {
        var scheme = SchemeBuilder
            .Fields(
                SchemeBuilder.Group("TERM", 60, Weighted(33.33m), Weighted(66.67m)) with
                {
                    MinimumMark = 50,
                },
                SchemeBuilder.Group("EXAM", 40, Weighted(100))
            )
            .WithIds();
        Mark[] marks =
        [
            Of(scheme.Groups[0].Components[0], 49.99m),
            Of(scheme.Groups[0].Components[1], 50m),
            Of(scheme.Groups[1].Components[0], 100m),
        ];

        var result = ResultCalculator.Compute(scheme, marks);

        result.Outcome.ShouldBe(Outcome.Fail);
        result.Reasons.ShouldHaveSingleItem().ShouldContain("49.99 is below the minimum of 50");
    }

    [Fact]
    public void Where_nothing_carries_weight_there_is_no_result()
    {
        var one = One();
        var exempt = new Mark(one.Groups[0].Components[0].Id, 1, MarkState.Exempt, null);
        ResultCalculator.Compute(one, [exempt]).Outcome.ShouldBe(Outcome.Incomplete);
    }

    static SchemeComponent Weighted(decimal weight) => SchemeBuilder.Component("X", weight);

    static SchemeFields Schemes(params SchemeComponent[] components) =>
        SchemeBuilder.Fields(SchemeBuilder.Group("ALL", 100, components)).WithIds();

    static SchemeFields One() => Schemes(Weighted(100) with { Attempts = 3 });

    static Mark Marked(SchemeFields scheme, int component, decimal value, int attempt = 1) =>
        Of(scheme.Groups[0].Components[component], value, attempt);

    static Mark Of(SchemeComponent component, decimal value, int attempt = 1) =>
        new(component.Id, attempt, MarkState.Marked, value);
}
