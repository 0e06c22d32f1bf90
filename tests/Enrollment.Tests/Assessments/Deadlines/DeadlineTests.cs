using Enrollment.Assessments;
using Enrollment.Assessments.Deadlines;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments.Deadlines;

/// <summary>Rule 16: a penalty per started day, in the cohort's zone, with deadlines and extensions.</summary>
public sealed class DeadlineTests
{
    /// <summary>Almaty's clocks went back by an hour at the end of 2024-02-29, so that this day had 25 hours.</summary>
    [Theory]
    [InlineData("2024-02-28", "2024-02-28T18:00:00Z", "2024-02-28T17:59:59.9999999Z", 80)]
    [InlineData("2024-02-28", "2024-02-28T18:00:00Z", "2024-02-28T18:00:00Z", 75)]
    [InlineData("2024-02-28", "2024-02-28T18:00:00Z", "2024-02-29T18:59:59.9999999Z", 75)]
    [InlineData("2024-02-28", "2024-02-28T18:00:00Z", "2024-02-29T19:00:00Z", 70)]
    [InlineData("2024-02-29", "2024-02-29T19:00:00Z", "2024-02-29T18:30:00Z", 80)]
    [InlineData("2024-02-29", "2024-02-29T19:00:00Z", "2024-02-29T18:59:59.9999999Z", 80)]
    [InlineData("2024-02-29", "2024-02-29T19:00:00Z", "2024-02-29T19:00:00Z", 75)]
    [InlineData("2024-03-01", "2024-03-01T19:00:00Z", "2024-03-01T19:00:00Z", 75)]
    public async Task Work_is_in_time_to_the_last_tick_of_the_day_in_the_cohorts_zone(
        string dueOn,
        string dueAt,
        string submittedAt,
        int mark
    )
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        var set = await system.DoAsync(c.Due(dueOn), Callers.Instructor);

        await system.DoAsync(
            new SetMark(c.Entry(80) with { SubmittedAt = DateTimeOffset.Parse(submittedAt, null) }),
            Callers.Instructor
        );

        var deadline = set.Items.ShouldHaveSingleItem();
        (set.TimeZone, deadline.DueAt).ShouldBe(("Asia/Almaty", DateTimeOffset.Parse(dueAt, null)));
        (await MarkAsync(system, c)).ShouldBe(mark);
    }

    [Fact]
    public async Task An_extension_counts_for_its_trainee_and_what_is_later_still_is_late()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system, trainees: 2);
        await system.DoAsync(c.Due("2026-03-10"), Callers.Instructor);
        var extension = await system.DoAsync(c.Extend("2026-03-12"), Callers.Instructor);
        system.Clock.Advance(TimeSpan.FromDays(3));
        foreach (var trainee in new[] { 0, 1 })
            await system.DoAsync(
                new SetMark(c.Entry(80, trainee) with { SubmittedOn = Day("2026-03-13") }),
                Callers.Instructor
            );

        extension.DueAt.ShouldBe(new DateTimeOffset(2026, 3, 12, 19, 0, 0, TimeSpan.Zero));
        (await MarkAsync(system, c)).ShouldBe(75);
        (await MarkAsync(system, c, trainee: 1)).ShouldBe(65);

        await system.DoAsync(new RemoveExtension(c.Trainees[0], c.ComponentId, 1, 1), Callers.Registrar);
        (await MarkAsync(system, c)).ShouldBe(65);
    }

    [Fact]
    public async Task A_corrected_mark_keeps_its_day_unless_the_writer_says_otherwise()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(c.Due("2026-03-05"));
        await system.DoAsync(new SetMark(c.Entry(80) with { SubmittedOn = Day("2026-03-07") }));
        (await MarkAsync(system, c)).ShouldBe(70);

        var entry = c.Entry(90) with { Version = 1, Reason = "Added up again." };
        await system.DoAsync(new SetMark(entry));
        (await MarkAsync(system, c)).ShouldBe(80);
        await system.DoAsync(new RecordMarks(c.Cohort.Id, [entry with { Value = 95, Version = 2 }]));
        (await MarkAsync(system, c)).ShouldBe(85);
        await system.DoAsync(new SetMark(entry with { Value = 95, Version = 3, SubmittedOn = null }));
        (await MarkAsync(system, c)).ShouldBe(95);
    }

    [Fact]
    public async Task Work_can_not_have_been_handed_in_on_a_day_to_come()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        var tomorrow = c.Entry(80) with { SubmittedOn = Day("2026-03-11") };
        var later = c.Entry(80) with { SubmittedAt = TestSystem.Start.AddMinutes(1) };

        (await system.RefusedAsync(new SetMark(tomorrow))).Code.ShouldBe("submission_in_future");
        var list = await system.DoAsync(new RecordMarks(c.Cohort.Id, [tomorrow, later]));

        list.Answers.Select(a => (a.Problem!.Code, a.Problem.Field))
            .ShouldBe([("submission_in_future", "submittedOn"), ("submission_in_future", "submittedAt")]);
        await system.DoAsync(new SetMark(c.Entry(80) with { SubmittedOn = Day("2026-03-10") }));
    }

    [Fact]
    public async Task A_deadline_that_moves_beyond_an_extension_is_for_everybody()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(c.Due("2026-03-10"));
        await system.DoAsync(c.Extend("2026-03-12"));
        await system.DoAsync(c.Due("2026-03-20", version: 1));
        system.Clock.Advance(TimeSpan.FromDays(9));
        await system.DoAsync(new SetMark(c.Entry(80) with { SubmittedOn = Day("2026-03-19") }));

        (await MarkAsync(system, c)).ShouldBe(80);
    }

    [Fact]
    public async Task An_extension_is_later_than_its_deadline_and_nothing_is_extended_without_one()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        (await system.RefusedAsync(c.Extend("2026-03-12"))).Code.ShouldBe("no_deadline");
        await system.DoAsync(c.Due("2026-03-12"));

        (await system.RefusedAsync(c.Extend("2026-03-12"))).Code.ShouldBe("extension_not_later");
        await system.DoAsync(c.Extend("2026-03-13"));
        (await system.RefusedAsync(c.Extend("2026-03-14"))).Code.ShouldBe("stale_version");
        (await system.DoAsync(c.Extend("2026-03-14", version: 1))).Version.ShouldBe(2);
        var remove = new RemoveExtension(c.Trainees[0], c.ComponentId, 1, 1);
        (await system.RefusedAsync(remove)).Code.ShouldBe("stale_version");
        await system.DoAsync(remove with { Version = 2 });
        (await system.RefusedAsync(remove with { Version = 2 })).Code.ShouldBe("extension_not_found");
    }

    [Fact]
    public async Task A_day_and_an_instant_of_submission_that_contradict_one_another_are_refused()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system, trainees: 2);
        var entry = c.Entry(80) with { SubmittedAt = new DateTimeOffset(2026, 3, 9, 20, 0, 0, TimeSpan.Zero) };

        var differs = await system.RefusedAsync(new SetMark(entry with { SubmittedOn = Day("2026-03-09") }));
        var list = await system.DoAsync(
            new RecordMarks(
                c.Cohort.Id,
                [
                    entry with
                    {
                        SubmittedOn = Day("2026-03-09"),
                    },
                    entry with
                    {
                        EnrollmentId = c.Trainees[1],
                        SubmittedAt = DateTimeOffset.MaxValue,
                    },
                    entry with
                    {
                        SubmittedOn = Day("2026-03-10"),
                    },
                ]
            )
        );

        differs.Code.ShouldBe("submission_differs");
        differs.Problems.ShouldHaveSingleItem().Field.ShouldBe("submittedAt");
        list.Answers.Select(a => a.Problem?.Code).ShouldBe(["submission_differs", "submission_unplaceable", null]);
        var mark = (await system.DoAsync(new ListMarks(c.Cohort.Id, null, 10))).Items[0].Marks.ShouldHaveSingleItem();
        mark.SubmittedOn.ShouldBe(Day("2026-03-10"));
    }

    [Fact]
    public async Task After_the_release_deadlines_change_only_with_a_reason_which_the_trail_keeps()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(c.Due("2026-03-10"));
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));

        (await system.RefusedAsync(c.Due("2026-03-11", version: 1))).Code.ShouldBe("reason_missing");
        // What changes nothing needs no reason.
        await system.DoAsync(c.Due("2026-03-10", version: 1));
        await system.DoAsync(c.Due("2026-03-11", version: 1) with { Reason = "The server was down." });

        var details = await system.QueryAsync<string>(
            "SELECT Details FROM AuditEvents WHERE Action = 'deadlines.set' ORDER BY Id"
        );
        details.Count.ShouldBe(2);
        details[1].ShouldContain("The server was down.");
        details[1].ShouldContain("2026-03-10");
        details[1].ShouldContain("2026-03-11");
    }

    [Fact]
    public async Task Of_many_who_move_the_same_deadline_at_once_one_does()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(c.Due("2026-03-10"));

        var results = await Task.WhenAll(
            Enumerable
                .Range(11, 12)
                .Select(day =>
                    Task.Run(() => system.SendAsync(c.Due($"2026-03-{day}", version: 1), Callers.Instructor))
                )
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Kind == RefusalKind.Stale);
        (await system.DoAsync(new GetDeadlines(c.Cohort.Id))).Items.ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [Fact]
    public async Task Where_one_deadline_does_not_fit_none_is_set_and_each_problem_is_named()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        var good = new DeadlineEntry { ComponentId = c.ComponentId, DueOn = Day("2026-03-10") };

        var refusal = await system.RefusedAsync(
            new SetDeadlines(c.Cohort.Id, [good, good with { ComponentId = Guid.NewGuid() }, good], null)
        );

        refusal.Problems.Select(p => p.Field).ShouldBe(["deadlines[1].componentId", "deadlines[2].attempt"]);
        (await system.CountAsync("Deadlines")).ShouldBe(0);
        await system.DoAsync(new SetDeadlines(c.Cohort.Id, [good], null));
        var lifted = await system.DoAsync(
            new SetDeadlines(c.Cohort.Id, [good with { DueOn = null, Version = 1 }], null)
        );
        lifted.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_scheme_whose_components_have_deadlines_keeps_them_until_these_are_lifted()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(c.Due("2026-03-10"));
        var scheme = c.Class.Scheme;
        var update = new UpdateScheme(scheme.Id, scheme.Version, SchemeBuilder.TwoComponents());

        (await system.RefusedAsync(update)).Code.ShouldBe("components_in_use");
        var lift = new DeadlineEntry
        {
            ComponentId = c.ComponentId,
            DueOn = null,
            Version = 1,
        };
        await system.DoAsync(new SetDeadlines(c.Cohort.Id, [lift], null));
        await system.DoAsync(update);
    }

    [Fact]
    public async Task A_trainee_sees_the_own_extensions_and_no_other()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system, trainees: 2);
        await system.DoAsync(c.Due("2026-03-10"));
        await system.DoAsync(c.Extend("2026-03-12"));

        var own = await system.DoAsync(new GetExtensions(c.Trainees[0]), Callers.Student(c.People[0]));
        own.Extensions.ShouldHaveSingleItem().Reason.ShouldBe("Power cut.");
        var other = await system.RefusedAsync(new GetExtensions(c.Trainees[0]), Callers.Student(c.People[1]));
        other.Code.ShouldBe("not_your_record");
        var list = await system.DoAsync(new ListExtensions(c.Cohort.Id, null, 10), Callers.Instructor);
        list.Items.ShouldHaveSingleItem().EnrollmentId.ShouldBe(c.Trainees[0]);
    }

    static DateOnly Day(string day) => DateOnly.Parse(day, null);

    static async Task<decimal?> MarkAsync(TestSystem system, LateClass c, int trainee = 0)
    {
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        return (await system.DoAsync(new GetTraineeResult(c.Trainees[trainee]))).Result!.Mark;
    }

    /// <summary>One component that loses five points a day.</summary>
    static async Task<LateClass> ClassAsync(TestSystem system, int trainees = 1)
    {
        var component = SchemeBuilder.Component("WORK", 100) with { LatePenalty = new LatePenalty { PerDay = 5 } };
        var fields = SchemeBuilder.Fields(SchemeBuilder.Group("ALL", 100, component));
        var c = await MarkTests.ClassAsync(system, trainees, fields);
        return new LateClass(c);
    }

    sealed record LateClass(MarkTests.Class Class)
    {
        internal Enrollment.Cohorts.CohortView Cohort => Class.Cohort;
        internal IReadOnlyList<Guid> Trainees => Class.Trainees;
        internal IReadOnlyList<Guid> People => Class.People;
        internal Guid ComponentId => Class.Scheme.Groups[0].Components[0].Id;

        internal MarkEntry Entry(decimal value, int trainee = 0) => Class.Entry(value, trainee);

        internal SetDeadlines Due(string day, int version = 0) =>
            new(
                Cohort.Id,
                [
                    new DeadlineEntry
                    {
                        ComponentId = ComponentId,
                        DueOn = Day(day),
                        Version = version,
                    },
                ],
                null
            );

        internal SetExtension Extend(string day, int version = 0) =>
            new(Trainees[0], ComponentId, version, new ExtensionFields { DueOn = Day(day), Reason = "Power cut." });
    }
}
