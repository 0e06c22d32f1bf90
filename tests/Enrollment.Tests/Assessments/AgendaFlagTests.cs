using Enrollment.Assessments;
using Enrollment.Assessments.Deadlines;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

/// <summary>What makes a board look twice before it decides as computed.</summary>
public sealed class AgendaFlagTests
{
    [Fact]
    public async Task A_mark_deadline_or_extension_of_whatever_time_makes_its_result_stale()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await FlaggedAsync(false, false);

        // At the moment at which the results were computed, as a command that began before and ended after.
        await BoardAgendaTests.MarkAsync(system, c, 0, 61, version: 1);
        await FlaggedAsync(true, false);
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        await FlaggedAsync(false, false);
        var deadline = new DeadlineEntry { ComponentId = c.Entry(0).ComponentId, DueOn = BoardBuilder.Today };
        await system.DoAsync(new SetDeadlines(c.Cohort.Id, [deadline], null));
        await FlaggedAsync(true, true);
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        var extension = new ExtensionFields { DueOn = BoardBuilder.Today.AddDays(1), Reason = "A power cut." };
        await system.DoAsync(new SetExtension(c.Trainees[1], deadline.ComponentId, 0, extension));
        await FlaggedAsync(false, true);

        async Task FlaggedAsync(params bool[] stale)
        {
            var agenda = await BoardAgendaTests.AgendaAsync(system, meeting.Id);
            c.Trainees.Select(id => BoardAgendaTests.Flags(agenda, id).Contains(AgendaFlag.Stale)).ShouldBe(stale);
        }
    }

    [Fact]
    public async Task An_exam_that_is_failed_by_half_a_point_is_seen_by_the_board()
    {
        await using var system = new TestSystem();
        var exam = SchemeBuilder.Group("EXAM", 50, SchemeBuilder.Component("EXAM", 100)) with { MinimumMark = 50 };
        var term = SchemeBuilder.Group("TERM", 50, SchemeBuilder.Component("TERM", 100));
        var c = await MarkTests.ClassAsync(system, 1, SchemeBuilder.Fields(term, exam));
        await system.DoAsync(new SetMark(c.Entry(98)));
        await system.DoAsync(new SetMark(c.Entry(49.5m) with { ComponentId = c.Scheme.Groups[1].Components[0].Id }));
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        var meeting = await BoardAgendaTests.BoardAsync(system, c);

        var row = (await BoardAgendaTests.AgendaAsync(system, meeting.Id)).Rows.ShouldHaveSingleItem();

        (row.Outcome, row.Unrounded).ShouldBe((Outcome.Fail, 73.75m));
        row.Flags.ShouldBe([AgendaFlag.Borderline]);
        var miss = row.Misses.ShouldHaveSingleItem();
        (miss.Code, miss.Value, miss.Limit).ShouldBe((ReasonCode.GroupBelowMinimum, 49.5m, 50m));
        (await system.DoAsync(new DecideUnflagged(meeting.Id, null))).Decided.ShouldBe(0);
    }
}
