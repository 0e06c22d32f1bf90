using CsCheck;
using Enrollment.Assessments.Moderation;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments.Moderation;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class SamplePlanTests
{
    static readonly Gen<Draw> anyDraw = Gen.Select(
            Gen.Int[0, 4_000].Select(value => value / 100m).Array[0, 300],
            Gen.Int[0, 10_000].Select(share => share / 100m),
            Gen.Int[0, 40],
            Gen.Int.NonNegative
        )
        .Select((values, share, atLeast, seed) => new Draw(values, share, atLeast, seed));

    [Fact]
    public void It_draws_the_share_rounded_up_and_at_least_so_many_unless_there_are_fewer() =>
        anyDraw.Sample(draw =>
        {
            var number = Math.Max((int)Math.Ceiling(draw.Marks.Length * draw.Share / 100), draw.AtLeast);
            var drawn = draw.Take(null);
            drawn.Count.ShouldBe(Math.Min(number, draw.Marks.Length));
            drawn.Select(m => m.EnrollmentId).ShouldBeUnique();
        });

    [Fact]
    public void It_draws_one_of_each_stretch_of_the_marks_in_their_order() =>
        anyDraw.Sample(draw =>
        {
            var ordered = draw.Marks.OrderBy(m => m.Value).ThenBy(m => m.EnrollmentId).ToList();
            var drawn = draw.Take(null).ToHashSet();
            var places = Enumerable.Range(0, ordered.Count).Where(i => drawn.Contains(ordered[i])).ToList();
            for (var stretch = 0; stretch < places.Count; stretch++)
            {
                // Between stretch and stretch + 1 of as many equal parts, in integers.
                (places[stretch] * places.Count).ShouldBeLessThan((stretch + 1) * ordered.Count);
                ((places[stretch] + 1) * places.Count).ShouldBeGreaterThan(stretch * ordered.Count);
            }
        });

    [Fact]
    public void It_draws_every_fail_and_nothing_else_than_without_the_fails() =>
        anyDraw.Sample(draw =>
        {
            var drawn = draw.Take(20).ToHashSet();
            drawn.ShouldBe(draw.Take(null).Union(draw.Marks.Where(m => m.Value < 20)).ToHashSet(), ignoreOrder: true);
        });

    [Fact]
    public void The_same_marks_and_seed_draw_the_same_sample_in_whatever_order_they_come() =>
        anyDraw.Sample(draw =>
        {
            var shuffled = draw.Marks.ToArray();
            new Random(draw.Seed).Shuffle(shuffled);
            (draw with { Marks = shuffled }).Take(20).ShouldBe(draw.Take(20));
        });

    [Fact]
    public void Every_mark_can_be_drawn()
    {
        var marks = Draw.Numbered([.. Enumerable.Range(0, 10).Select(n => (decimal)n)]);
        var drawn = Enumerable.Range(0, 200).SelectMany(seed => SamplePlan.Draw(marks, 20, 0, null, seed)).Distinct();
        drawn.Count().ShouldBe(10);
    }

    sealed record Draw(SampledMark[] Marks, decimal Share, int AtLeast, int Seed)
    {
        internal Draw(decimal[] values, decimal share, int atLeast, int seed)
            : this(Numbered(values), share, atLeast, seed) { }

        internal static SampledMark[] Numbered(decimal[] values) =>
            [.. values.Select((value, n) => new SampledMark(new Guid(n, 0, 0, new byte[8]), value))];

        internal IReadOnlyList<SampledMark> Take(decimal? failsBelow) =>
            SamplePlan.Draw(Marks, Share, AtLeast, failsBelow, Seed);
    }
}
