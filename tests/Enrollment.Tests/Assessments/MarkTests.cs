using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class MarkTests
{
    [Fact]
    public async Task Of_two_who_edit_the_same_mark_the_second_is_told_and_nothing_is_overwritten()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(new SetMark(c.Entry(60)), Callers.Instructor);
        system.Clock.Advance(TimeSpan.FromMinutes(5));

        var first = await system.DoAsync(
            new SetMark(c.Entry(65) with { Version = 1, Reason = "Added up again." }),
            Callers.Instructor
        );
        var second = await system.RefusedAsync(
            new SetMark(c.Entry(40) with { Version = 1, Reason = "Late." }),
            Callers.OtherInstructor
        );

        (first.Outcome, first.Version).ShouldBe((MarkOutcome.Changed, 2));
        (second.Kind, second.Code).ShouldBe((RefusalKind.Stale, "stale_version"));
        second.Problems.ShouldHaveSingleItem().Message.ShouldContain("65");
        second.Problems[0].Message.ShouldContain($"version 2, entered by {Callers.Instructor.Id}");
        (await MarksAsync(system, c)).ShouldHaveSingleItem().Value.ShouldBe(65);
        var change = (await system.QueryAsync<ChangeRow>("SELECT * FROM MarkChanges")).ShouldHaveSingleItem();
        change.ShouldBe(
            new ChangeRow
            {
                OldState = "Marked",
                OldValue = 60,
                NewState = "Marked",
                NewValue = 65,
                Reason = "Added up again.",
                ChangedBy = Callers.Instructor.Id,
                ChangedAt = TestSystem.Start.AddMinutes(5),
            }
        );
    }

    [Fact]
    public async Task Of_fifty_who_enter_the_same_mark_at_once_one_does()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);

        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 50)
                .Select(value => Task.Run(() => system.SendAsync(new SetMark(c.Entry(value)), Callers.Instructor)))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Kind == RefusalKind.Stale);
        (await system.CountAsync("MarkChanges")).ShouldBe(0);
    }

    [Fact]
    public async Task A_list_with_conflicts_saves_the_rest_and_answers_in_order()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system, trainees: 3);
        await system.DoAsync(new SetMark(c.Entry(10)));
        MarkEntry[] entries =
        [
            c.Entry(20),
            c.Entry(70, trainee: 1),
            c.Entry(101, trainee: 2),
            c.Entry(0, trainee: 2),
            c.Entry(50) with
            {
                EnrollmentId = Guid.NewGuid(),
            },
            c.Entry(10),
        ];

        var answers = (await system.DoAsync(new RecordMarks(c.Cohort.Id, entries))).Answers;

        answers
            .Select(a => a.Outcome)
            .ShouldBe([
                MarkOutcome.Conflict,
                MarkOutcome.Created,
                MarkOutcome.Refused,
                MarkOutcome.Created,
                MarkOutcome.Refused,
                MarkOutcome.Unchanged,
            ]);
        (answers[0].Version, answers[0].Value, answers[0].EnteredBy).ShouldBe((1, 10m, Callers.Admin.Id));
        answers[2].Problem!.Code.ShouldBe("mark_out_of_range");
        answers[4].Problem!.Code.ShouldBe("enrollment_not_in_cohort");
        (await MarksAsync(system, c)).Select(m => m.Value).ShouldBe([10, 70, 0], ignoreOrder: true);
    }

    [Theory]
    [InlineData(-0.01, "mark_out_of_range")]
    [InlineData(100.01, "mark_out_of_range")]
    [InlineData(50.001, "mark_out_of_range")]
    [InlineData(100, null)]
    [InlineData(0, null)]
    public async Task A_mark_lies_within_its_components_scale(double value, string? code)
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        (await CodeAsync(system, c.Entry((decimal)value))).ShouldBe(code);
    }

    [Fact]
    public async Task A_mark_that_does_not_fit_is_refused_with_its_reason()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        var entry = c.Entry(50);

        (await CodeAsync(system, entry with { ComponentId = Guid.NewGuid() })).ShouldBe("component_not_in_scheme");
        (await CodeAsync(system, entry with { Attempt = 3 })).ShouldBe("attempt_out_of_range");
        (await CodeAsync(system, entry with { Attempt = 0 })).ShouldBe("attempt_out_of_range");
        (await CodeAsync(system, entry with { Value = null })).ShouldBe("value_missing");
        (await CodeAsync(system, entry with { State = MarkState.Exempt })).ShouldBe("value_forbidden");
        (await CodeAsync(system, entry with { State = MarkState.AbsentWithCause })).ShouldBe("value_forbidden");
        (await CodeAsync(system, entry with { State = (MarkState)9 })).ShouldBe("unknown_state");
        (await CodeAsync(system, entry with { EnrollmentId = Guid.NewGuid() })).ShouldBe("enrollment_not_found");
        (await CodeAsync(system, entry with { Version = 4 })).ShouldBe("stale_version");
        (await system.CountAsync("Marks")).ShouldBe(0);
    }

    [Fact]
    public async Task Attempts_follow_one_another_and_those_missed_with_cause_take_none_away()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        var absent = c.Entry(0) with { State = MarkState.AbsentWithCause, Value = null };

        (await CodeAsync(system, c.Entry(60) with { Attempt = 2 })).ShouldBe("attempt_skipped");
        (await CodeAsync(system, absent)).ShouldBeNull();
        (await CodeAsync(system, c.Entry(30) with { Attempt = 2 })).ShouldBeNull();
        (await CodeAsync(system, c.Entry(60) with { Attempt = 4 })).ShouldBe("attempt_out_of_range");
        var last = await system.DoAsync(
            new RecordMarks(c.Cohort.Id, [c.Entry(60) with { Attempt = 4 }, c.Entry(60) with { Attempt = 3 }])
        );
        last.Answers.Select(a => a.Problem?.Code).ShouldBe(["attempt_out_of_range", null]);
    }

    [Fact]
    public async Task A_mark_changes_only_with_a_reason()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(new SetMark(c.Entry(60)));

        (await CodeAsync(system, c.Entry(61) with { Version = 1, Reason = " " })).ShouldBe("reason_missing");
    }

    [Fact]
    public async Task A_blank_never_becomes_a_zero()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        await system.DoAsync(new SetMark(c.Entry(80)));

        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        var result = (await system.DoAsync(new ListResults(c.Cohort.Id, null, null, 10))).Items.ShouldHaveSingleItem();

        result.Outcome.ShouldBe(Outcome.Incomplete);
        result.Mark.ShouldBeNull();
        (await MarksAsync(system, c)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_scheme_is_frozen_by_its_first_mark_and_a_cohort_keeps_it()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system);
        var changed = await system.DoAsync(
            new UpdateScheme(c.Scheme.Id, c.Scheme.Version, SchemeBuilder.TwoComponents() with { Name = "Before" })
        );
        var component = changed.Groups[0].Components[0].Id;
        await system.DoAsync(new SetMark(c.Entry(60) with { ComponentId = component }));

        (
            await system.RefusedAsync(new UpdateScheme(c.Scheme.Id, changed.Version, SchemeBuilder.TwoComponents()))
        ).Code.ShouldBe("scheme_frozen");
        var next = await system.AddSchemeAsync(c.Cohort.CourseVersionId);
        next.Number.ShouldBe(2);
        var cohort = await system.CohortAsync(c.Cohort.Id);
        var fields = CohortBuilder.Fields(cohort) with { SchemeId = next.Id };
        (await system.RefusedAsync(new UpdateCohort(cohort.Id, cohort.Version, fields))).Code.ShouldBe("scheme_in_use");
    }

    [Fact]
    public async Task Computing_again_changes_nothing_that_did_not_change()
    {
        await using var system = new TestSystem();
        var c = await ClassAsync(system, trainees: 2);
        await system.DoAsync(new SetMark(c.Entry(80)));
        (await system.DoAsync(new ComputeResults(c.Cohort.Id))).Changed.ShouldBe(2);
        system.Clock.Advance(TimeSpan.FromHours(1));
        (await system.DoAsync(new ComputeResults(c.Cohort.Id))).Changed.ShouldBe(0);
        await system.DoAsync(new SetMark(c.Entry(60) with { ComponentId = c.Scheme.Groups[0].Components[1].Id }));

        var computed = await system.DoAsync(new ComputeResults(c.Cohort.Id));

        computed.Changed.ShouldBe(1);
        computed.ByOutcome.ShouldBe(
            new Dictionary<string, int> { ["Incomplete"] = 1, ["Merit"] = 1 },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_result_that_newer_marks_do_not_change_is_no_older_than_they_once_it_is_computed_again()
    {
        await using var system = new TestSystem();
        var c = await BoardTests.PassingClassAsync(system);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await system.DoAsync(new SetMark(c.Entry(61) with { Version = 1, Reason = "Added up again." }));
        await system.DoAsync(new SetMark(c.Entry(60) with { Version = 2, Reason = "It was right." }));
        system.Clock.Advance(TimeSpan.FromMinutes(1));

        (await system.DoAsync(new ComputeResults(c.Cohort.Id))).Changed.ShouldBe(0);

        var result = (await system.DoAsync(new ListResults(c.Cohort.Id, null, null, 10))).Items.ShouldHaveSingleItem();
        (result.Mark, result.ComputedAt).ShouldBe((60m, TestSystem.Start.AddMinutes(2)));
    }

    static async Task<string?> CodeAsync(TestSystem system, MarkEntry entry) =>
        (await system.SendAsync(new SetMark(entry), Callers.Instructor)).Refusal?.Code;

    static async Task<IReadOnlyList<MarkView>> MarksAsync(TestSystem system, Class c) =>
        [.. (await system.DoAsync(new ListMarks(c.Cohort.Id, null, 100))).Items.SelectMany(t => t.Marks)];

    internal static async Task<Class> ClassAsync(
        TestSystem system,
        int trainees = 1,
        SchemeFields? fields = null,
        Func<CohortFields, CohortFields>? change = null
    )
    {
        var course = await system.AddCourseAsync();
        var scheme = await system.AddSchemeAsync(course.VersionId, fields);
        var cohort = await system.AddCohortAsync(
            f => CenterBuilder.Change(f with { SchemeId = scheme.Id }, change),
            courseVersionId: course.VersionId
        );
        var people = new List<Guid>();
        for (var i = 0; i < trainees; i++)
            people.Add(await system.AddPersonAsync());
        return new Class(cohort, scheme, people, await system.AddTraineesAsync(cohort.Id, people));
    }

    /// <summary>A cohort with a scheme and trainees.</summary>
    internal sealed record Class(
        CohortView Cohort,
        SchemeView Scheme,
        IReadOnlyList<Guid> People,
        IReadOnlyList<Guid> Trainees
    )
    {
        internal MarkEntry Entry(decimal value, int trainee = 0) =>
            new()
            {
                EnrollmentId = Trainees[trainee],
                ComponentId = Scheme.Groups[0].Components[0].Id,
                Value = value,
            };
    }

    sealed record ChangeRow
    {
        public string OldState { get; init; } = "";
        public decimal? OldValue { get; init; }
        public string NewState { get; init; } = "";
        public decimal? NewValue { get; init; }
        public string Reason { get; init; } = "";
        public string ChangedBy { get; init; } = "";
        public DateTimeOffset ChangedAt { get; init; }
    }
}
