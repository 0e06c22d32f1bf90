using Enrollment.Assessments;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

/// <summary>The agenda as a board reads it and works it off.</summary>
public sealed class BoardAgendaTests
{
    [Fact]
    public async Task A_board_sees_borderline_incomplete_and_stale_results_before_the_rest()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, 60, 49.6m, null, 75, 69.5m, 30);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await MarkAsync(system, c, 3, 76, version: 1);
        var meeting = await BoardAsync(system, c);

        var agenda = await AgendaAsync(system, meeting.Id);

        var ids = agenda.Rows.Select(row => row.EnrollmentId).ToList();
        ids[..4].ShouldBe(new[] { 1, 4, 2, 3 }.Select(n => c.Trainees[n]));
        ids[4..].ShouldBe([c.Trainees[0], c.Trainees[5]], ignoreOrder: true);
        var names = agenda.Rows.Skip(4).Select(row => row.PersonName).ToList();
        names.ShouldBe(names.Order(StringComparer.InvariantCulture));
        agenda
            .Rows.Select(row => string.Join('+', row.Flags))
            .ShouldBe(["Borderline", "Borderline", "Incomplete+Missing", "Stale", "", ""]);
        (agenda.Rows[0].Unrounded, agenda.Rows[0].NextClass, agenda.Rows[0].Below).ShouldBe(
            (49.6m, Outcome.Pass, 0.4m)
        );
        agenda.ByOutcome.ShouldBe(
            new Dictionary<string, int>
            {
                ["Fail"] = 1,
                ["Incomplete"] = 1,
                ["Merit"] = 2,
                ["Pass"] = 2,
            },
            ignoreOrder: true
        );
        (agenda.Flagged, agenda.Decided, agenda.WithoutResult).ShouldBe((4, 0, 0));
    }

    [Fact]
    public async Task What_keeps_a_result_open_is_told()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, 60, 60, 60, null);
        await StateAsync(0, MarkState.Withheld, 50);
        await StateAsync(1, MarkState.AbsentWithCause, null);
        await StateAsync(2, MarkState.Exempt, null);
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        var late = await system.AddTraineeAsync(c.Cohort.Id);
        var meeting = await BoardAsync(system, c);

        var agenda = await AgendaAsync(system, meeting.Id);

        Flags(agenda, c.Trainees[0]).ShouldBe([AgendaFlag.Incomplete, AgendaFlag.Withheld]);
        Flags(agenda, c.Trainees[1]).ShouldBe([AgendaFlag.Incomplete, AgendaFlag.Absent]);
        Flags(agenda, c.Trainees[2]).ShouldBeEmpty();
        Flags(agenda, c.Trainees[3]).ShouldBe([AgendaFlag.Incomplete, AgendaFlag.Missing]);
        agenda.Rows.ShouldNotContain(row => row.EnrollmentId == late);
        agenda.WithoutResult.ShouldBe(1);
        var (unknown, number) = (agenda.TraineesWithoutResult.ShouldHaveSingleItem(), 5);
        (unknown.EnrollmentId, unknown.TraineeNumber).ShouldBe((late, number));
        unknown.PersonName.ShouldNotBeEmpty();

        Task<MarkAnswer> StateAsync(int trainee, MarkState state, decimal? value) =>
            system.DoAsync(
                new SetMark(
                    c.Entry(0, trainee) with
                    {
                        State = state,
                        Value = value,
                        Version = 1,
                        Reason = "Looked into.",
                    }
                )
            );
    }

    [Fact]
    public async Task Who_was_decided_on_leaves_the_agenda_and_comes_back_for_a_resit_or_another_result()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, 60, 30, 60, 60);
        var first = await BoardAsync(system, c);
        await DecideAsync(system, first.Id, c.Trainees[0], null);
        await DecideAsync(system, first.Id, c.Trainees[1], BoardDecision.Resit, "The machine broke down.");
        await DecideAsync(system, first.Id, c.Trainees[2], BoardDecision.Defer, "The examiner is ill.");
        await DecideAsync(system, first.Id, c.Trainees[3], BoardDecision.Fail, "Another did the work.");
        (await AgendaAsync(system, first.Id)).Rows.ShouldBeEmpty();
        await system.SealAsync(first.Id);

        var second = await BoardAsync(system, c);
        var waiting = await AgendaAsync(system, second.Id);
        // As marks changed before sealed minutes closed them.
        system.Execute($"UPDATE Marks SET Value = 2000, Version = 2 WHERE EnrollmentId = '{c.Trainees[0]}'");
        system.Execute($"UPDATE Marks SET Value = 6500, Version = 2 WHERE EnrollmentId = '{c.Trainees[3]}'");
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        var changed = await AgendaAsync(system, second.Id);

        Flags(waiting, c.Trainees[1]).ShouldBe([AgendaFlag.Resit]);
        Flags(waiting, c.Trainees[2]).ShouldBe([AgendaFlag.Deferred]);
        (waiting.Rows.Count, waiting.Decided).ShouldBe((2, 2));
        Flags(changed, c.Trainees[0]).ShouldBe([AgendaFlag.ResultChanged]);
        // Failed against a computed pass, which is a pass still: the board has seen that.
        changed.Rows.ShouldNotContain(row => row.EnrollmentId == c.Trainees[3]);
    }

    [Fact]
    public async Task All_without_a_flag_are_decided_as_computed_and_the_others_are_left()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, 60, 49.6m, null, 75, 30);
        var meeting = await BoardAsync(system, c);
        (await system.RefusedAsync(new DecideUnflagged(meeting.Id, Guid.NewGuid()))).Code.ShouldBe(
            "cohort_not_on_agenda"
        );

        var decided = await system.DoAsync(new DecideUnflagged(meeting.Id, c.Cohort.Id), Callers.Registrar);

        decided.Decided.ShouldBe(3);
        decided.Left.Select(l => l.EnrollmentId).ShouldBe([c.Trainees[1], c.Trainees[2]]);
        decided.Left.Select(l => l.Flags[0]).ShouldBe([AgendaFlag.Borderline, AgendaFlag.Incomplete]);
        var stored = await system.DoAsync(new ListDecisions(meeting.Id, null, 10));
        stored
            .Items.Select(d => d.Decision)
            .ShouldBe([BoardDecision.Pass, BoardDecision.Merit, BoardDecision.Fail], ignoreOrder: true);
        (await system.DoAsync(new DecideUnflagged(meeting.Id, null))).Decided.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_has_no_result_is_named_among_those_left_and_sealing_without_them_is_confirmed()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, 60, 49.6m);
        var late = await system.AddTraineeAsync(c.Cohort.Id);
        var meeting = await BoardAsync(system, c);

        var decided = await system.DoAsync(new DecideUnflagged(meeting.Id, null), Callers.Registrar);
        await system.AttendAsync(meeting.Id);
        var refused = await system.RefusedAsync(new SealMinutes(meeting.Id), Callers.Registrar);

        decided.Decided.ShouldBe(1);
        decided
            .Left.Select(l => (l.EnrollmentId, l.TraineeNumber, l.Problem?.Code))
            .ShouldBe([(c.Trainees[1], 2, null), (late, 3, "nothing_computed")]);
        refused.Code.ShouldBe("undecided_left");
        refused.Problems.Count.ShouldBe(2);
        refused.Problems[1].Message.ShouldContain("trainee 3");
        (await system.RefusedAsync(new SealMinutes(meeting.Id, 1))).Code.ShouldBe("undecided_left");
        (await system.DoAsync(new SealMinutes(meeting.Id, 2), Callers.Registrar)).SealedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wider_margin_shows_more_results_as_borderline()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, 45);
        var meeting = await BoardAsync(system, c);
        Flags(await AgendaAsync(system, meeting.Id), c.Trainees[0]).ShouldBeEmpty();

        await system.AttendAsync(meeting.Id, BoardBuilder.Attended with { Margin = 5 });

        Flags(await AgendaAsync(system, meeting.Id), c.Trainees[0]).ShouldBe([AgendaFlag.Borderline]);
    }

    [Fact]
    public async Task The_agenda_is_read_a_page_of_cohorts_at_a_time()
    {
        await using var system = new TestSystem();
        var one = await MarkedAsync(system, 60);
        var other = await system.AddCohortAsync(null, one.Cohort.CenterId, one.Cohort.CourseVersionId);
        var meeting = await system.AddMeetingAsync(one.Cohort.CenterId, MeetingKind.Board);
        (await system.DoAsync(new GetAgenda(meeting.Id, null, null, 10))).Items.ShouldBeEmpty();
        (await system.RefusedAsync(new DecideUnflagged(meeting.Id, null))).Code.ShouldBe("no_cohorts");
        await system.SetCohortsAsync(meeting.Id, other.Id, one.Cohort.Id);

        var first = await system.DoAsync(new GetAgenda(meeting.Id, null, null, 1), Callers.Manager);
        var second = await system.DoAsync(new GetAgenda(meeting.Id, null, first.NextCursor, 1), Callers.Manager);

        first.Items.ShouldHaveSingleItem().CohortId.ShouldBe(one.Cohort.Id);
        second.Items.ShouldHaveSingleItem().CohortId.ShouldBe(other.Id);
        second.NextCursor.ShouldBeNull();
        (await system.DoAsync(new GetAgenda(meeting.Id, other.Id, null, 10))).Items.ShouldHaveSingleItem();
        (await system.RefusedAsync(new GetAgenda(meeting.Id, Guid.NewGuid(), null, 10))).Code.ShouldBe(
            "cohort_not_on_agenda"
        );
        (await system.RefusedAsync(new GetAgenda(Guid.NewGuid(), null, null, 10))).Code.ShouldBe(
            "board_meeting_not_found"
        );
    }

    [Fact]
    public async Task A_meeting_decides_on_the_cohorts_that_it_was_given()
    {
        await using var system = new TestSystem();
        var c = await MarkedAsync(system, 60, 60);
        var other = await system.AddCohortAsync(null, c.Cohort.CenterId, c.Cohort.CourseVersionId);
        var elsewhere = await system.AddCohortAsync();
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);

        (await system.RefusedAsync(new SetBoardCohorts(meeting.Id, 1, [other.Id, elsewhere.Id])))
            .Problems.ShouldHaveSingleItem()
            .Field.ShouldBe("cohortIds[1]");
        (await system.RefusedAsync(new SetBoardCohorts(meeting.Id, 9, [other.Id]))).Kind.ShouldBe(RefusalKind.Stale);
        (await system.RefusedAsync(new SetBoardCohorts(Guid.NewGuid(), 1, []))).Code.ShouldBe(
            "board_meeting_not_found"
        );
        (await system.RefusedAsync(new SetBoardCohorts(meeting.Id, 1, [other.Id, other.Id]))).Kind.ShouldBe(
            RefusalKind.Invalid
        );
        await system.SetCohortsAsync(meeting.Id, other.Id);
        (await DecideAsync(system, meeting.Id, c.Trainees[0], null)).Problem!.Code.ShouldBe("cohort_not_on_agenda");

        var set = await system.SetCohortsAsync(meeting.Id, c.Cohort.Id, other.Id);
        await DecideAsync(system, meeting.Id, c.Trainees[0], null);
        var version = (await system.DoAsync(new GetBoardMeeting(meeting.Id))).Version;

        set.Cohorts.Select(m => m.Code).Order().ShouldBe(new[] { c.Cohort.Code, other.Code }.Order());
        (await system.RefusedAsync(new SetBoardCohorts(meeting.Id, version, [other.Id]))).Code.ShouldBe(
            "cohort_decided"
        );
        await system.SealAsync(meeting.Id, undecided: 1);
        (await system.RefusedAsync(new SetBoardCohorts(meeting.Id, version, []))).Code.ShouldBe("minutes_sealed");
    }

    /// <summary>A cohort with a trainee per mark, which both components get; null: only the first one has a mark.</summary>
    internal static async Task<MarkTests.Class> MarkedAsync(TestSystem system, params decimal?[] marks)
    {
        var c = await MarkTests.ClassAsync(system, marks.Length);
        var (term, exam) = (c.Scheme.Groups[0].Components[0].Id, c.Scheme.Groups[0].Components[1].Id);
        var entries = new List<MarkEntry>();
        for (var n = 0; n < marks.Length; n++)
        {
            entries.Add(c.Entry(marks[n] ?? 60, n) with { ComponentId = term });
            if (marks[n] is { } mark)
                entries.Add(c.Entry(mark, n) with { ComponentId = exam });
        }

        (await system.DoAsync(new RecordMarks(c.Cohort.Id, entries), Callers.Instructor)).Answers.ShouldAllBe(a =>
            a.Problem == null
        );
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        return c;
    }

    /// <summary>Gives both components another mark.</summary>
    internal static async Task MarkAsync(TestSystem system, MarkTests.Class c, int trainee, decimal mark, int version)
    {
        foreach (var component in c.Scheme.Groups[0].Components)
        {
            var entry = c.Entry(mark, trainee) with
            {
                ComponentId = component.Id,
                Version = version,
                Reason = "Added up again.",
            };
            await system.DoAsync(new SetMark(entry), Callers.Instructor);
        }
    }

    /// <summary>A board that decides on the cohort.</summary>
    internal static async Task<MeetingDetails> BoardAsync(TestSystem system, MarkTests.Class c)
    {
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);
        return await system.SetCohortsAsync(meeting.Id, c.Cohort.Id);
    }

    internal static async Task<CohortAgenda> AgendaAsync(TestSystem system, Guid meetingId) =>
        (await system.DoAsync(new GetAgenda(meetingId, null, null, 10))).Items.ShouldHaveSingleItem();

    internal static IReadOnlyList<AgendaFlag> Flags(CohortAgenda agenda, Guid trainee) =>
        agenda.Rows.Single(row => row.EnrollmentId == trainee).Flags;

    static Task<DecisionAnswer> DecideAsync(
        TestSystem system,
        Guid meetingId,
        Guid trainee,
        BoardDecision? decision,
        string? reason = null
    ) => BoardTests.DecideAsync(system, meetingId, trainee, decision, reason);
}
