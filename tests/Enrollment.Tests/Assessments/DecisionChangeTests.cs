using Enrollment.Assessments;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

/// <summary>Decisions while the minutes are open, and people who meet over them.</summary>
public sealed class DecisionChangeTests
{
    const int Rounds = 8;

    [Fact]
    public async Task A_decision_is_changed_and_taken_back_while_the_minutes_are_open()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var trainee = c.Trainees[0];
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, trainee, null);
        (await StateAsync()).ShouldBe(EnrollmentState.Completed);

        (await system.RefusedAsync(Change(1, BoardDecision.Fail))).Code.ShouldBe("departure_without_reason");
        var failed = await system.DoAsync(Change(1, BoardDecision.Fail, "Another did the work."), Callers.Registrar);
        (await StateAsync()).ShouldBe(EnrollmentState.Failed);
        var resit = await system.DoAsync(Change(2, BoardDecision.Resit, "Another try."));
        (await StateAsync()).ShouldBe(EnrollmentState.Active);
        (await system.RefusedAsync(new RemoveDecision(meeting.Id, trainee, 2))).Kind.ShouldBe(RefusalKind.Stale);
        await system.DoAsync(new RemoveDecision(meeting.Id, trainee, 3), Callers.Registrar);

        (failed.Decision, failed.Version, failed.DecidedBy).ShouldBe((BoardDecision.Fail, 2, Callers.Registrar.Id));
        resit.ComputedOutcome.ShouldBe(Outcome.Pass);
        (await system.CountAsync("BoardDecisions")).ShouldBe(0);
        (await system.RefusedAsync(new GetDecision(meeting.Id, trainee))).Code.ShouldBe("decision_not_found");
        (await system.RefusedAsync(Change(3, BoardDecision.Pass))).Code.ShouldBe("decision_not_found");
        var trail = await system.QueryAsync<string>(
            "SELECT Details FROM AuditEvents WHERE Action = 'enrollment.decision-removed'"
        );
        trail.ShouldHaveSingleItem().ShouldContain("Another try.");
        (
            await system.QueryAsync<string>(
                "SELECT Details FROM AuditEvents WHERE Action = 'enrollment.decision-changed'"
            )
        ).Count.ShouldBe(2);

        ChangeDecision Change(int version, BoardDecision decision, string? reason = null) =>
            new(
                meeting.Id,
                version,
                new DecisionEntry
                {
                    EnrollmentId = trainee,
                    Decision = decision,
                    DepartureReason = reason,
                }
            );

        async Task<EnrollmentState> StateAsync() => (await system.DoAsync(new GetEnrollment(trainee))).State;
    }

    [Fact]
    public async Task A_decision_taken_back_leaves_what_an_earlier_board_decided()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var first = await BoardAgendaTests.BoardAsync(system, c);
        var second = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, first.Id, c.Trainees[0], null);
        await BoardTests.DecideAsync(system, second.Id, c.Trainees[0], BoardDecision.Fail, "Another did the work.");

        (await system.RefusedAsync(new RemoveDecision(first.Id, c.Trainees[0], 1))).Code.ShouldBe(
            "decision_superseded"
        );
        await system.DoAsync(new RemoveDecision(second.Id, c.Trainees[0], 1));

        (await system.DoAsync(new GetEnrollment(c.Trainees[0]))).State.ShouldBe(EnrollmentState.Completed);
        await system.DoAsync(new RemoveDecision(first.Id, c.Trainees[0], 1));
        (await system.DoAsync(new GetEnrollment(c.Trainees[0]))).State.ShouldBe(EnrollmentState.Active);
    }

    [Fact]
    public async Task A_decision_on_another_result_than_the_one_that_stands_is_refused_with_the_new_one()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        var seen = (await BoardAgendaTests.AgendaAsync(system, meeting.Id)).Rows[0].ComputedAt;
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await BoardAgendaTests.MarkAsync(system, c, 0, 30, version: 1);
        await system.DoAsync(new ComputeResults(c.Cohort.Id));

        var refused = await DecideAsync(seen);
        var saved = await DecideAsync(refused.Result!.ComputedAt);

        refused.Problem!.Code.ShouldBe("result_changed");
        (refused.Result.Outcome, refused.Result.Mark).ShouldBe((Outcome.Fail, 30));
        (saved.Problem, saved.Decision).ShouldBe((null, BoardDecision.Fail));
        (
            await system.RefusedAsync(new ChangeDecision(meeting.Id, 1, Entry(seen) with { Decision = null }))
        ).Code.ShouldBe("result_changed");

        DecisionEntry Entry(DateTimeOffset at) => new() { EnrollmentId = c.Trainees[0], ComputedAt = at };

        async Task<DecisionAnswer> DecideAsync(DateTimeOffset at) =>
            (await system.DoAsync(new RecordDecisions(meeting.Id, [Entry(at)]))).Answers.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Minutes_are_sealed_with_a_chair_and_a_quorum_and_change_no_more()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], null);
        (await system.RefusedAsync(new SealMinutes(meeting.Id))).Code.ShouldBe("chair_missing");
        await system.AttendAsync(meeting.Id, BoardBuilder.Attended with { Quorum = 3 });
        (await system.RefusedAsync(new SealMinutes(meeting.Id))).Code.ShouldBe("quorum_not_met");
        (await system.DoAsync(new GetBoardMeeting(meeting.Id))).SealedAt.ShouldBeNull();
        var open = await system.AttendAsync(meeting.Id, BoardBuilder.Attended with { Quorum = 2, Remarks = "None." });

        var minutes = await system.DoAsync(new SealMinutes(meeting.Id), Callers.Registrar);

        (minutes.Quorum, minutes.Remarks, minutes.Decisions).ShouldBe((2, "None.", 1));
        Refusal[] refusals =
        [
            await system.RefusedAsync(new UpdateBoardMeeting(meeting.Id, open.Version, BoardBuilder.Attended)),
            await system.RefusedAsync(new DecideUnflagged(meeting.Id, null)),
            await system.RefusedAsync(new RemoveDecision(meeting.Id, c.Trainees[0], 1)),
            await system.RefusedAsync(
                new ChangeDecision(meeting.Id, 1, new DecisionEntry { EnrollmentId = c.Trainees[0] })
            ),
        ];
        refusals.Select(r => r.Code).Distinct().ShouldBe(["minutes_sealed"]);
        (await system.RefusedAsync(new SealMinutes(Guid.NewGuid()))).Code.ShouldBe("board_meeting_not_found");
    }

    [Fact]
    public async Task Who_was_there_is_entered_by_one_at_a_time_and_one_is_the_chair()
    {
        await using var system = new TestSystem();
        var meeting = await system.AddMeetingAsync((await system.AddCenterAsync()).Id, MeetingKind.Board);
        var chair = BoardBuilder.Attended.Attendees[0];

        await system.DoAsync(new UpdateBoardMeeting(meeting.Id, 1, BoardBuilder.Attended));

        (await system.RefusedAsync(new UpdateBoardMeeting(meeting.Id, 1, BoardBuilder.Attended))).Kind.ShouldBe(
            RefusalKind.Stale
        );
        (await system.RefusedAsync(new UpdateBoardMeeting(Guid.NewGuid(), 1, BoardBuilder.Attended))).Code.ShouldBe(
            "board_meeting_not_found"
        );
        MeetingFields[] invalid =
        [
            new() { Attendees = [chair, chair] },
            new() { Attendees = [chair with { Name = " " }] },
            new() { Attendees = [], Margin = 10.01m },
            new() { Attendees = [], Quorum = 0 },
            new() { Attendees = [], Remarks = "\u0000" },
        ];
        foreach (var fields in invalid)
        {
            (await system.RefusedAsync(new UpdateBoardMeeting(meeting.Id, 2, fields))).Kind.ShouldBe(
                RefusalKind.Invalid
            );
        }
    }

    [Fact]
    public async Task Minutes_sealed_while_decisions_are_entered_have_them_or_refuse_them()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, [.. Enumerable.Repeat((decimal?)60, 2 * Rounds)]);
        for (var round = 0; round < Rounds; round++)
        {
            var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);
            await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[2 * round], null);
            await system.AttendAsync(meeting.Id);
            var late = new DecisionEntry { EnrollmentId = c.Trainees[2 * round + 1] };

            var seal = Task.Run(() => system.SendAsync(new SealMinutes(meeting.Id), Callers.Registrar));
            var decide = Task.Run(() => system.SendAsync(new RecordDecisions(meeting.Id, [late]), Callers.Admin));
            var (minutes, recorded) = (await seal, await decide);

            minutes.Refusal.ShouldBeNull();
            recorded.Refusal?.Code.ShouldBe("minutes_sealed");
            minutes.Value.Decisions.ShouldBe(recorded.Refusal is null ? 2 : 1);
            var stored = await system.DoAsync(new ListDecisions(meeting.Id, null, 10));
            stored.Items.Count.ShouldBe(minutes.Value.Decisions);
        }
    }

    [Fact]
    public async Task Of_many_who_seal_at_once_one_does()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], null);
        await system.AttendAsync(meeting.Id);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ => Task.Run(() => system.SendAsync(new SealMinutes(meeting.Id), Callers.Admin)))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "minutes_sealed");
    }

    [Fact]
    public async Task Of_two_who_change_the_same_decision_at_once_the_second_is_told()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], null);

        var results = await Task.WhenAll(
            new[] { BoardDecision.Merit, BoardDecision.Fail }.Select(decision =>
                Task.Run(() =>
                    system.SendAsync(
                        new ChangeDecision(
                            meeting.Id,
                            1,
                            new DecisionEntry
                            {
                                EnrollmentId = c.Trainees[0],
                                Decision = decision,
                                DepartureReason = "So it was.",
                            }
                        ),
                        Callers.Registrar
                    )
                )
            )
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Single(r => r.Refusal is not null).Refusal!.Kind.ShouldBe(RefusalKind.Stale);
        var stored = await system.DoAsync(new GetDecision(meeting.Id, c.Trainees[0]));
        stored.Decision.ShouldBe(results.Single(r => r.Refusal is null).Value.Decision);
    }

    [Fact]
    public async Task Two_boards_that_decide_on_the_same_trainee_at_once_decide_one_after_the_other()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, [.. Enumerable.Repeat((decimal?)60, Rounds)]);
        var one = await BoardAgendaTests.BoardAsync(system, c);
        var other = await BoardAgendaTests.BoardAsync(system, c);

        foreach (var trainee in c.Trainees)
        {
            await Task.WhenAll(
                Task.Run(() => BoardTests.DecideAsync(system, one.Id, trainee, null)),
                Task.Run(() => BoardTests.DecideAsync(system, other.Id, trainee, BoardDecision.Fail, "Copied."))
            );
        }

        var sequences = await system.QueryAsync<int>(
            "SELECT Sequence FROM BoardDecisions ORDER BY EnrollmentId, Sequence"
        );
        sequences.ShouldBe(Enumerable.Repeat(new[] { 1, 2 }, Rounds).SelectMany(pair => pair));
    }
}
