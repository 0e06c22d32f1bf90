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
    static readonly Gen<decimal?> attendance = Gen.Int[-1, 100].Select(share => share < 0 ? null : (decimal?)share);

    static bool Barred(ComputedResult result) => result.Reasons.Any(reason => reason.Code == ReasonCode.NotAdmitted);

    [Fact]
    public void A_result_is_the_one_that_exact_fractions_give() =>
        Gen.Select(AssessedTrainees.Of(AssessedTrainees.AnyState), attendance)
            .Sample(
                (assessed, share) =>
                {
                    var result = ResultCalculator.Compute(assessed.Scheme, assessed.Marks, share);
                    (result.Outcome, result.Mark).ShouldBe(
                        ExactCalculator.Compute(assessed.Scheme, assessed.Marks, share)
                    );
                },
                iter: 20_000
            );

    [Fact]
    public void The_order_of_the_marks_does_not_matter() =>
        Gen.Select(AssessedTrainees.Of(Gen.Enum<MarkState>()), Gen.Int)
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
        Gen.Select(AssessedTrainees.Of(Gen.Const(MarkState.Marked)), Gen.Int[0, 1_000], Gen.Int[0, 100])
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
                    // Who reaches a minimum that admits to a group may now lack the marks of that group.
                    if (after.Outcome == Outcome.Incomplete && Barred(before))
                        return;
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
        With().Reasons.ShouldHaveSingleItem().Code.ShouldBe(ReasonCode.MarkMissing);
        With(Marked(two, 1, 0)).Mark.ShouldBe(40);
        With(new Mark(second, 1, MarkState.Exempt, null)).Mark.ShouldBe(80);
        With(new Mark(second, 1, MarkState.AbsentWithCause, null)).Outcome.ShouldBe(Outcome.Incomplete);
        With(new Mark(second, 1, MarkState.AbsentWithCause, null))
            .Reasons.ShouldHaveSingleItem()
            .Code.ShouldBe(ReasonCode.AbsentWithCause);
        With(new Mark(second, 1, MarkState.Withheld, 90)).Outcome.ShouldBe(Outcome.Incomplete);
        With(new Mark(second, 1, MarkState.Withheld, 90)).Mark.ShouldBeNull();
        With(new Mark(second, 1, MarkState.Withheld, 90))
            .Reasons.ShouldHaveSingleItem()
            .Code.ShouldBe(ReasonCode.Withheld);
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
    public void The_attempt_after_an_absence_with_cause_is_no_resit()
    {
        var capped = Schemes(Weighted(100) with { Attempts = 3, ResitCap = 60 });
        var id = capped.Groups[0].Components[0].Id;
        var absent = new Mark(id, 1, MarkState.AbsentWithCause, null);

        ResultCalculator.Compute(capped, [absent, Marked(capped, 0, 95, 2)]).Mark.ShouldBe(95);
        ResultCalculator
            .Compute(capped, [absent, Marked(capped, 0, 30, 2), Marked(capped, 0, 95, 3)])
            .Mark.ShouldBe(60);
    }

    [Theory]
    [InlineData(72, 0, 72)]
    [InlineData(72, 1, 67)]
    [InlineData(72, 2, 62)]
    [InlineData(72, 7, 50)]
    [InlineData(72, 8, 0)]
    [InlineData(45, 3, 45)]
    public void Late_work_loses_points_for_each_started_day_down_to_a_floor_and_counts_nothing_at_last(
        int value,
        int days,
        int counted
    )
    {
        var penalty = new LatePenalty
        {
            PerDay = 5,
            Floor = 50,
            CutOffDays = 7,
        };
        var late = Schemes(Weighted(100) with { LatePenalty = penalty });

        var result = ResultCalculator.Compute(late, [Marked(late, 0, value) with { DaysLate = days }]);

        result.Mark.ShouldBe(counted);
    }

    [Fact]
    public void Late_work_at_a_resit_is_penalized_first_and_capped_then()
    {
        var penalty = new LatePenalty { PerDay = 10 };
        var late = Schemes(Weighted(100) with { Attempts = 2, ResitCap = 60, LatePenalty = penalty });
        Mark[] marks = [Marked(late, 0, 20), Marked(late, 0, 90, 2) with { DaysLate = 2 }];

        var attempt = ResultCalculator.Compute(late, marks).Explanation.Groups[0].Components[0].Attempts[1];

        (attempt.Percentage, attempt.AfterPenalty, attempt.CappedAt, attempt.Counts).ShouldBe((90m, 70m, 60m, true));
    }

    [Fact]
    public void Who_misses_the_minimum_of_a_group_is_not_admitted_to_the_one_after_it()
    {
        var scheme = SchemeBuilder
            .Fields(
                SchemeBuilder.Group("TERM", 60, Weighted(100)) with
                {
                    MinimumMark = 50,
                },
                SchemeBuilder.Group("EXAM", 40, Weighted(100)) with
                {
                    AfterGroup = "TERM",
                }
            )
            .WithIds();
        var exam = Of(scheme.Groups[1].Components[0], 100);

        var barred = ResultCalculator.Compute(scheme, [Of(scheme.Groups[0].Components[0], 49.99m), exam]);
        (barred.Outcome, barred.Unrounded).ShouldBe((Outcome.Fail, 29.994m));
        barred.Reasons.Select(r => r.Code).ShouldContain(ReasonCode.NotAdmitted);
        ResultCalculator
            .Compute(scheme, [Of(scheme.Groups[0].Components[0], 49.99m)])
            .Outcome.ShouldBe(Outcome.Fail, "an exam that may not be sat isn't missing");
        ResultCalculator.Compute(scheme, [Of(scheme.Groups[0].Components[0], 50), exam]).Mark.ShouldBe(70);
    }

    [Theory]
    [InlineData(79.99, Outcome.Fail)]
    [InlineData(80.0, Outcome.Distinction)]
    [InlineData(null, Outcome.Incomplete)]
    public void A_pass_takes_the_attendance_that_the_scheme_demands(double? share, Outcome outcome)
    {
        var one = One() with { MinimumAttendance = 80 };
        ResultCalculator.Compute(one, [Marked(one, 0, 90)], (decimal?)share).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void A_mark_that_does_not_stand_yet_is_in_no_explanation()
    {
        var one = One();
        Mark[] marks =
        [
            Marked(one, 0, 71) with
            {
                Unconfirmed = true,
            },
            new(one.Groups[0].Components[0].Id, 2, MarkState.Withheld, 73),
        ];

        var result = ResultCalculator.Compute(one, marks);

        result.Outcome.ShouldBe(Outcome.Incomplete);
        var told = ResultJson.Write(result.Explanation);
        told.ShouldNotContain("71");
        told.ShouldNotContain("73");
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
        ExplanationWords
            .In("en")
            .Of(result.Reasons.ShouldHaveSingleItem())
            .ShouldBe("Group TERM: 49.99 % is below the minimum of 50 %.");
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
