using CsCheck;
using Enrollment.Assessments;
using Enrollment.Assessments.Statistics;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class StatisticsTests
{
    /// <summary>The quartiles of 1, 2, 4, 7 by QUARTILE.INC: 1.75, 3, 4.75; standard deviation by STDEV.S.</summary>
    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void Figures_are_those_of_a_spreadsheet_program()
    {
        var spread = Distribution.Of([70, 10, 40, 20]);

        (spread.Mean, spread.LowerQuartile, spread.Median, spread.UpperQuartile).ShouldBe((35m, 17.5m, 30m, 47.5m));
        spread.StandardDeviation.ShouldBe(26.46m);
        spread.Tens.ShouldBe([0, 1, 1, 0, 1, 0, 0, 1, 0, 0]);
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void Whatever_the_values_their_figures_lie_in_order_and_the_tens_count_them_all() =>
        Gen.Int[0, 10_000]
            .Select(n => n / 100m)
            .Array[0, 60]
            .Sample(values =>
            {
                var spread = Distribution.Of(values);
                spread.Tens.Sum().ShouldBe(values.Length);
                if (values.Length == 0)
                {
                    spread.Mean.ShouldBeNull();
                    return;
                }

                decimal[] order =
                [
                    spread.Least!.Value,
                    spread.LowerQuartile!.Value,
                    spread.Median!.Value,
                    spread.UpperQuartile!.Value,
                    spread.Most!.Value,
                ];
                order.ShouldBe(order.Order());
                spread.Mean!.Value.ShouldBeInRange(order[0], order[^1]);
            });

    [Fact]
    public async Task A_component_is_told_by_its_first_marks_and_by_how_it_parts_strong_from_weak()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 20);
        var exam = c.Scheme.Groups[0].Components[1].Id;
        for (var i = 0; i < 20; i++)
        {
            var caller = i % 4 == 0 ? Callers.OtherInstructor : Callers.Instructor;
            await system.DoAsync(new SetMark(c.Entry(i * 5, i)), caller);
            await system.DoAsync(new SetMark(c.Entry(50, i) with { ComponentId = exam }), Callers.Instructor);
        }

        await system.DoAsync(new SetMark(c.Entry(100) with { Attempt = 2 }));
        await system.DoAsync(
            new SetMark(c.Entry(0, 1) with { ComponentId = exam, Attempt = 2, State = MarkState.Exempt, Value = null })
        );
        await system.DoAsync(new ComputeResults(c.Cohort.Id));

        var statistics = await system.DoAsync(new GetStatistics(c.Cohort.Id), Callers.Instructor);

        statistics.Trainees.ShouldBe(20);
        statistics.Outcomes.Values.Sum().ShouldBe(20);
        var (term, flat) = (statistics.Components[0], statistics.Components[1]);
        // The first attempt of trainee 0 was worth nothing, and his resit isn't among the marks.
        (term.Marks.Count, term.Marks.Mean, term.Facility, term.Marks.Least).ShouldBe((20, 47.5m, 0.48m, 0m));
        term.Discrimination!.Value.ShouldBeGreaterThan(0.5m);
        flat.Discrimination.ShouldBe(0);
        flat.Markers.ShouldBeNull();
        term.Markers!.Select(m => (m.Marker, m.Marks.Count, m.Difference))
            .ShouldBe([(Callers.Instructor.Id, 15, 2.5m), (Callers.OtherInstructor.Id, 5, -7.5m)]);
    }

    [Fact]
    public async Task Those_without_a_mark_are_counted_by_what_they_have_instead()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 4);
        await system.DoAsync(new SetMark(c.Entry(60)));
        await system.DoAsync(new SetMark(c.Entry(0, 1) with { State = MarkState.Exempt, Value = null }));
        await system.DoAsync(new SetMark(c.Entry(0, 2) with { State = MarkState.AbsentWithCause, Value = null }));

        var term = (await system.DoAsync(new GetStatistics(c.Cohort.Id))).Components[0];

        term.Marks.Count.ShouldBe(1);
        term.Unmarked.ShouldBe(
            new Dictionary<string, int>
            {
                ["AbsentWithCause"] = 1,
                ["Exempt"] = 1,
                ["Missing"] = 1,
            },
            ignoreOrder: true
        );
        term.Discrimination.ShouldBeNull();
    }
}
