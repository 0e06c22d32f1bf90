using Enrollment.Assessments;
using Enrollment.Assessments.Deadlines;
using Enrollment.Cohorts.Sessions;
using Enrollment.Enrollments.Attendance;
using Enrollment.Tests.Enrollments.Attendance;
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
    public async Task A_deadline_or_extension_that_is_taken_away_and_given_again_makes_its_result_stale()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        var component = c.Entry(0).ComponentId;
        var (later, latest) = (BoardBuilder.Today.AddDays(1), BoardBuilder.Today.AddDays(2));
        await DueAsync(BoardBuilder.Today, 0);
        await system.DoAsync(
            new SetExtension(
                c.Trainees[1],
                component,
                0,
                new ExtensionFields { DueOn = latest, Reason = "A power cut." }
            )
        );
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        await FlaggedAsync(false, false);

        await system.DoAsync(new RemoveExtension(c.Trainees[1], component, 1, 1));
        await FlaggedAsync(false, true);
        await system.DoAsync(
            new SetExtension(c.Trainees[1], component, 0, new ExtensionFields { DueOn = later, Reason = "Shorter." })
        );
        await FlaggedAsync(false, true);
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        await FlaggedAsync(false, false);

        await DueAsync(null, 1);
        await FlaggedAsync(true, true);
        await DueAsync(later, 0);
        await FlaggedAsync(true, true);
        (await system.DoAsync(new ComputeResults(c.Cohort.Id))).Computed.ShouldBe(2);
        await FlaggedAsync(false, false);

        Task<CohortDeadlines> DueAsync(DateOnly? dueOn, int version)
        {
            var entry = new DeadlineEntry
            {
                ComponentId = component,
                DueOn = dueOn,
                Version = version,
            };
            return system.DoAsync(new SetDeadlines(c.Cohort.Id, [entry], null));
        }

        async Task FlaggedAsync(params bool[] stale)
        {
            var agenda = await BoardAgendaTests.AgendaAsync(system, meeting.Id);
            c.Trainees.Select(id => BoardAgendaTests.Flags(agenda, id).Contains(AgendaFlag.Stale)).ShouldBe(stale);
        }
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(null, false)]
    public async Task Attendance_makes_a_result_stale_where_the_scheme_demands_it(int? least, bool stale)
    {
        await using var system = new TestSystem();
        var term = SchemeBuilder.Component("TERM", 100) with { WhenMissing = MissingRule.Zero };
        var scheme = SchemeBuilder.Fields(SchemeBuilder.Group("ALL", 100, term)) with { MinimumAttendance = least };
        var c = await system.AddClassAsync(trainees: 2, scheme: scheme);
        await system.RecordAsync(c.Session, c.Entry(AttendanceState.Present), c.Entry(AttendanceState.Present, 1));
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);
        await system.SetCohortsAsync(meeting.Id, c.Cohort.Id);
        await FreshAsync();

        // One of the trainees: the other's result stays.
        await system.RecordAsync(
            c.Session,
            c.Entry(AttendanceState.Absent) with
            {
                Version = 1,
                Reason = "Mistaken for another.",
            }
        );
        await FlaggedAsync(stale, false);
        await FreshAsync();

        var session = await system.DoAsync(new CancelSession(c.Session.Id, null, "Power cut."));
        await FlaggedAsync(stale, stale);
        await FreshAsync();
        await system.DoAsync(new ReinstateSession(session.Id, null, "It took place."));
        await FlaggedAsync(stale, stale);

        async Task FreshAsync()
        {
            await system.DoAsync(new ComputeResults(c.Cohort.Id));
            await FlaggedAsync(false, false);
        }

        async Task FlaggedAsync(params bool[] expected)
        {
            var agenda = await BoardAgendaTests.AgendaAsync(system, meeting.Id);
            c.Trainees.Select(id => BoardAgendaTests.Flags(agenda, id).Contains(AgendaFlag.Stale)).ShouldBe(expected);
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
