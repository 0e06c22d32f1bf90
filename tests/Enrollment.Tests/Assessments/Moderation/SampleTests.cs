using Enrollment.Assessments;
using Enrollment.Assessments.Moderation;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Assessments.Moderation.SecondMarkedClass;

namespace Enrollment.Tests.Assessments.Moderation;

public sealed class SampleTests
{
    [Fact]
    public async Task A_sample_is_drawn_once_all_first_marks_are_in_and_names_who_has_none()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, SecondMarking.Sample, trainees: 3);
        await system.DoAsync(c.Mark(30), First);
        var draw = Draw(c, share: 10);

        var refusal = await system.RefusedAsync(draw, Callers.Registrar);
        refusal.Code.ShouldBe("marks_missing");
        refusal.Problems.Select(p => p.Field).ShouldBe([$"marks.{c.Trainees[1]}", $"marks.{c.Trainees[2]}"]);
        await system.DoAsync(c.Mark(30, trainee: 1), First);
        await system.DoAsync(
            new SetMark(c.Mark(0, trainee: 2).Entry with { State = MarkState.AbsentWithCause, Value = null }),
            First
        );

        var sample = await system.DoAsync(draw, Callers.Registrar);
        (sample.Marks, sample.Drawn, sample.Pending, sample.Version).ShouldBe((2, 1, 1, 1));
        sample.Report.ShouldBeNull();
    }

    [Fact]
    public async Task Only_what_was_drawn_awaits_a_second_mark_and_all_fails_are_drawn()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, [12, 19.99m, 20, 30, 31, 32, 33, 34, 35, 36]);
        (await system.DoAsync(new ComputeResults(c.CohortId))).ByOutcome.ShouldNotContainKey("Incomplete");

        // The scheme passes at 50 %, which are 20 of 40.
        var sample = await system.DoAsync(Draw(c, share: 0, allFails: true), Callers.Registrar);

        (sample.Marks, sample.Drawn).ShouldBe((10, 2));
        var results = (await system.DoAsync(new ListResults(c.CohortId, null, null, 20))).Items;
        results.Where(r => r.Outcome == Outcome.Incomplete).Select(r => r.EnrollmentId).ShouldBe(c.Trainees.Take(2));
        var incomplete = await system.DoAsync(new ListResults(c.CohortId, Outcome.Incomplete, null, 20));
        incomplete.Items.Count.ShouldBe(2);
        (await system.DoAsync(new ListResults(c.CohortId, Outcome.Fail, null, 20))).Items.ShouldBeEmpty();
        (await system.RefusedAsync(c.SecondMark(30, trainee: 5), Second)).Code.ShouldBe("second_mark_not_awaited");
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_sample_until_a_second_mark_is_in()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, [.. Enumerable.Range(10, 20).Select(n => (decimal)n)]);
        var draw = Draw(c, share: 20, seed: 7);

        (await system.DoAsync(draw, Callers.Registrar)).Seed.ShouldBe(7);
        var first = await DrawnAsync(c);
        (await system.RefusedAsync(draw, Callers.Registrar)).Code.ShouldBe("stale_version");
        await system.DoAsync(Draw(c, share: 20, seed: 9, version: 1), Callers.Registrar);
        (await DrawnAsync(c)).ShouldNotBe(first);
        await system.DoAsync(Draw(c, share: 20, seed: 7, version: 2), Callers.Registrar);
        (await DrawnAsync(c)).ShouldBe(first);
        first.Count.ShouldBe(4);

        await system.DoAsync(c.SecondMark(20, trainee: c.Trainees.ToList().IndexOf(first[0])), Second);
        var late = await system.RefusedAsync(Draw(c, share: 20, version: 3), Callers.Registrar);
        late.Code.ShouldBe("sample_in_use");
    }

    [Fact]
    public async Task Of_many_who_draw_at_once_one_does()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, [.. Enumerable.Range(10, 20).Select(n => (decimal)n)]);

        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(seed => Task.Run(() => system.SendAsync(Draw(c, 50, seed: seed), Callers.Registrar)))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "stale_version");
        (await DrawnAsync(c)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_sample_drawn_anew_while_a_second_mark_comes_in_keeps_one_of_both()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, [.. Enumerable.Range(10, 20).Select(n => (decimal)n)]);
        await system.DoAsync(Draw(c, 100), Callers.Registrar);

        var redraw = Task.Run(() => system.SendAsync(Draw(c, 10, seed: 3, version: 1), Callers.Registrar));
        var second = Task.Run(() => system.SendAsync(c.SecondMark(20), Second));
        await Task.WhenAll(redraw, second);

        var sample = await system.DoAsync(new GetSample(c.CohortId, c.ComponentId, 1));
        if ((await redraw).Refusal is { } refusal)
            (refusal.Code, sample.Drawn, (await second).Refusal).ShouldBe(("sample_in_use", 20, null));
        else
            sample.Drawn.ShouldBe(2);
    }

    [Theory]
    [InlineData(10.0, true)]
    [InlineData(25.0, false)]
    public async Task A_finished_sample_reports_differences_and_recommends_all_above_the_declared_share(
        double extendAbove,
        bool recommends
    )
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, [20, 22, 24, 26]);
        var draw = Draw(c, share: 100);
        draw = draw with { Fields = draw.Fields with { ExtendAbove = (decimal)extendAbove } };
        await system.DoAsync(draw, Callers.Registrar);
        // In points of percentage: 0, +2.5, -5 and +5.03, the last beyond the tolerance of 5.
        decimal[] second = [20, 23, 22, 28.01m];
        for (var trainee = 0; trainee < second.Length; trainee++)
        {
            (await ReadAsync()).Report.ShouldBeNull();
            await system.DoAsync(c.SecondMark(second[trainee], trainee), Second);
        }

        var report = (await ReadAsync()).Report.ShouldNotBeNull();
        report.ShouldBe(
            new SampleReport
            {
                N = 4,
                MeanDifference = 0.63m,
                LargestDifference = 5.03m,
                BeyondTolerance = 1,
                ShareBeyondTolerance = 25,
                RecommendsAll = recommends,
            }
        );

        Task<SampleView> ReadAsync() => system.DoAsync(new GetSample(c.CohortId, c.ComponentId, 1), Callers.Manager);
    }

    [Fact]
    public async Task Extending_draws_the_rest_leaves_the_report_alone_and_takes_in_what_comes_later()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, [20, 22, 24, 26]);
        (await system.RefusedAsync(Extend(c), Callers.Registrar)).Code.ShouldBe("sample_not_found");
        await system.DoAsync(Draw(c, share: 25, seed: 1), Callers.Registrar);
        var drawn = (await DrawnAsync(c)).ShouldHaveSingleItem();
        await system.DoAsync(c.SecondMark(40, c.Trainees.ToList().IndexOf(drawn)), Second);

        var extended = await system.DoAsync(Extend(c), Callers.Registrar);

        (extended.Drawn, extended.Report!.RecommendsAll).ShouldBe((1, true));
        extended.ExtendedAt.ShouldBe(TestSystem.Start);
        var pending = new ListSecondMarkings(c.CohortId, SecondMarkingState.Pending, null, 10);
        (await system.DoAsync(pending)).Items.Count.ShouldBe(3);
        var later = await system.AddTraineeAsync(c.CohortId);
        await system.DoAsync(new SetMark(c.Mark(30).Entry with { EnrollmentId = later }), First);
        await system.DoAsync(Extend(c), Callers.Registrar);
        (await system.DoAsync(pending)).Items.Count.ShouldBe(4);
        (await system.RefusedAsync(Draw(c, 50, version: 3), Callers.Registrar)).Code.ShouldBe("sample_in_use");
    }

    [Fact]
    public async Task What_was_released_is_not_drawn_and_only_sampled_components_are()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, [20, 22]);
        await system.DoAsync(new ReleaseResults(c.CohortId));
        (await system.RefusedAsync(Draw(c, 50), Callers.Registrar)).Code.ShouldBe("marks_released");
        var all = await MakeAsync(system);
        (await system.RefusedAsync(Draw(all, 50), Callers.Registrar)).Code.ShouldBe("not_sampled");
        (await system.RefusedAsync(Draw(all, 50), First)).Code.ShouldBe("permission_denied");
    }

    static async Task<SecondMarkedClass> MarkedAsync(TestSystem system, decimal[] values)
    {
        var c = await MakeAsync(system, SecondMarking.Sample, trainees: values.Length);
        var entries = values.Select((value, trainee) => c.Mark(value, trainee).Entry).ToList();
        (await system.DoAsync(new RecordMarks(c.CohortId, entries), First)).Answers.ShouldAllBe(a => a.Problem == null);
        return c;
    }

    static DrawSample Draw(
        SecondMarkedClass c,
        decimal share,
        bool allFails = false,
        int? seed = null,
        int version = 0
    ) =>
        new(
            c.CohortId,
            c.ComponentId,
            new SampleFields
            {
                Share = share,
                AllFails = allFails,
                Seed = seed,
                Version = version,
            }
        );

    static ExtendSample Extend(SecondMarkedClass c) => new(c.CohortId, c.ComponentId, 1, null);

    static async Task<IReadOnlyList<Guid>> DrawnAsync(SecondMarkedClass c) =>
        [
            .. (await c.System.DoAsync(new ListSecondMarkings(c.CohortId, null, null, 200))).Items.Select(t =>
                t.Marks.ShouldHaveSingleItem().EnrollmentId
            ),
        ];
}
