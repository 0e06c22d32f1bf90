using Enrollment.Assessments;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class BoardTests
{
    [Fact]
    public async Task Recording_anothers_decisions_takes_the_right_to_import()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync();
        var meeting = new HoldBoardMeeting(center.Id, "1", BoardBuilder.Today, MeetingKind.Recorded);

        (await system.RefusedAsync(meeting, Callers.Registrar)).Code.ShouldBe("permission_denied");
        await system.DoAsync(meeting with { Kind = MeetingKind.Board }, Callers.Registrar);
        await system.DoAsync(meeting with { MinutesNumber = "2" }, Callers.Admin);
    }

    [Fact]
    public async Task A_meeting_has_a_number_of_its_own_and_was_held()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync();
        var meeting = new HoldBoardMeeting(center.Id, "7", BoardBuilder.Today, MeetingKind.Board);
        await system.DoAsync(meeting);

        (await system.RefusedAsync(meeting)).Code.ShouldBe("minutes_number_taken");
        (
            await system.RefusedAsync(meeting with { MinutesNumber = "8", HeldOn = BoardBuilder.Today.AddDays(1) })
        ).Code.ShouldBe("board_in_future");
        (await system.RefusedAsync(meeting with { CenterId = Guid.NewGuid() })).Code.ShouldBe("center_not_found");
    }

    [Fact]
    public async Task Number_and_date_of_minutes_are_corrected_while_they_are_open()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync();
        var taken = await system.AddMeetingAsync(center.Id, MeetingKind.Board);
        var meeting = await system.AddMeetingAsync(center.Id, MeetingKind.Board);
        var fields = BoardBuilder.Attended with { MinutesNumber = "B-7", HeldOn = BoardBuilder.Today.AddDays(-3) };

        var corrected = await system.AttendAsync(meeting.Id, fields);
        var kept = await system.AttendAsync(meeting.Id);

        (corrected.MinutesNumber, corrected.HeldOn).ShouldBe(("B-7", BoardBuilder.Today.AddDays(-3)));
        (kept.MinutesNumber, kept.HeldOn).ShouldBe(("B-7", BoardBuilder.Today.AddDays(-3)));
        (await CodeAsync(fields with { MinutesNumber = taken.MinutesNumber })).ShouldBe("minutes_number_taken");
        (await CodeAsync(fields with { HeldOn = BoardBuilder.Today.AddDays(1) })).ShouldBe("board_in_future");
        (await CodeAsync(fields with { HeldOn = new DateOnly(202, 3, 1) })).ShouldBe("invalid_request");
        var early = new HoldBoardMeeting(center.Id, "9", new DateOnly(202, 3, 1), MeetingKind.Board);
        (await system.RefusedAsync(early)).Code.ShouldBe("invalid_request");

        async Task<string> CodeAsync(MeetingFields wrong) =>
            (await system.RefusedAsync(new UpdateBoardMeeting(meeting.Id, kept.Version, wrong))).Code;
    }

    [Fact]
    public async Task A_meeting_that_decided_nothing_can_be_taken_away_and_frees_its_number()
    {
        await using var system = new TestSystem();
        var c = await PassingClassAsync(system);
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);
        await system.AttendAsync(meeting.Id);
        var set = await system.SetCohortsAsync(meeting.Id, c.Cohort.Id);
        await DecideAsync(system, meeting.Id, c.Trainees[0], null);
        var decided = await system.DoAsync(new GetBoardMeeting(meeting.Id));
        (await system.RefusedAsync(new RemoveBoardMeeting(meeting.Id, set.Version))).Kind.ShouldBe(RefusalKind.Stale);
        (await system.RefusedAsync(new RemoveBoardMeeting(meeting.Id, decided.Version))).Code.ShouldBe(
            "meeting_has_decisions"
        );
        await system.DoAsync(new RemoveDecision(meeting.Id, c.Trainees[0], 1));
        var version = (await system.DoAsync(new GetBoardMeeting(meeting.Id))).Version;

        await system.DoAsync(new RemoveBoardMeeting(meeting.Id, version), Callers.Registrar);

        (await system.RefusedAsync(new GetBoardMeeting(meeting.Id))).Code.ShouldBe("board_meeting_not_found");
        await system.DoAsync(
            new HoldBoardMeeting(c.Cohort.CenterId, meeting.MinutesNumber, BoardBuilder.Today, MeetingKind.Board)
        );
        var closed = await system.DecideAsync(c.Cohort.CenterId, c.Trainees);
        (await system.RefusedAsync(new RemoveBoardMeeting(closed.Id, closed.Version))).Code.ShouldBe("minutes_sealed");
    }

    [Fact]
    public async Task A_board_follows_what_was_computed_or_says_why_not()
    {
        await using var system = new TestSystem();
        var c = await PassingClassAsync(system);
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);

        (await DecideAsync(BoardDecision.Fail)).Problem!.Code.ShouldBe("departure_without_reason");
        (await DecideAsync(BoardDecision.Merit, " ")).Problem!.Code.ShouldBe("departure_without_reason");
        (await DecideAsync(null)).Decision.ShouldBe(BoardDecision.Pass);
        (await DecideAsync(BoardDecision.Pass)).Problem!.Code.ShouldBe("decided_already");

        async Task<DecisionAnswer> DecideAsync(BoardDecision? decision, string? reason = null) =>
            await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], decision, reason);
    }

    [Fact]
    public async Task A_decision_is_refused_where_there_is_nothing_to_decide_on()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 2);
        var board = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);
        var elsewhere = await system.AddMeetingAsync((await system.AddCenterAsync()).Id);
        var end = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };
        await system.DoAsync(new ChangeEnrollment(c.Trainees[1], EnrollmentVerb.Withdraw, null, end));

        (await CodeAsync(board, c.Trainees[0], null)).ShouldBe("nothing_computed");
        (await CodeAsync(board, c.Trainees[0], BoardDecision.Pass)).ShouldBe("nothing_computed");
        (await CodeAsync(board, c.Trainees[1], BoardDecision.Pass)).ShouldBe("not_decidable");
        (await CodeAsync(board, Guid.NewGuid(), BoardDecision.Pass)).ShouldBe("enrollment_not_found");
        (await CodeAsync(elsewhere, c.Trainees[0], BoardDecision.Pass)).ShouldBe("other_center");
        (await system.CountAsync("BoardDecisions")).ShouldBe(0);

        async Task<string?> CodeAsync(MeetingView meeting, Guid trainee, BoardDecision? decision) =>
            (await DecideAsync(system, meeting.Id, trainee, decision)).Problem?.Code;
    }

    [Fact]
    public async Task Sealed_minutes_take_no_more_decisions_and_empty_ones_are_not_sealed()
    {
        await using var system = new TestSystem();
        var c = await PassingClassAsync(system);
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);
        (await system.RefusedAsync(new SealMinutes(meeting.Id))).Code.ShouldBe("nothing_decided");
        await DecideAsync(system, meeting.Id, c.Trainees[0], null);
        (await system.SealAsync(meeting.Id)).SealedAt.ShouldBe(TestSystem.Start);

        (await system.RefusedAsync(new SealMinutes(meeting.Id))).Code.ShouldBe("minutes_sealed");
        var late = new DecisionEntry { EnrollmentId = c.Trainees[0], Decision = BoardDecision.Fail };
        (await system.RefusedAsync(new RecordDecisions(meeting.Id, [late]))).Code.ShouldBe("minutes_sealed");
    }

    [Fact]
    public async Task A_trainee_sees_nothing_of_marks_results_and_decision_before_the_release_and_all_after()
    {
        await using var system = new TestSystem();
        var c = await PassingClassAsync(system);
        var student = Callers.Student(c.People[0]);
        var undecided = await system.DoAsync(new GetEnrollment(c.Trainees[0]), student);
        await system.DecideAsync(c.Cohort.CenterId, c.Trainees);

        var hidden = await system.DoAsync(new GetTraineeResult(c.Trainees[0]), student);
        hidden.Marks.ShouldBeEmpty();
        hidden.Result.ShouldBeNull();
        // Nothing tells that the board has met: not the state, and not the version either.
        (await system.DoAsync(new GetEnrollment(c.Trainees[0]), student)).ShouldBe(undecided);
        (await system.DoAsync(new GetEnrollment(c.Trainees[0]), Callers.Instructor)).State.ShouldBe(
            EnrollmentState.Completed
        );

        (await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar)).Marks.ShouldBe(2);

        var shown = await system.DoAsync(new GetTraineeResult(c.Trainees[0]), student);
        shown.Marks.Select(m => m.Value).ShouldBe([60, 60]);
        (shown.Result!.Mark, shown.Result.Decision).ShouldBe((60, BoardDecision.Pass));
        (await system.DoAsync(new GetEnrollment(c.Trainees[0]), student)).State.ShouldBe(EnrollmentState.Completed);
    }

    [Fact]
    public async Task A_trainee_reads_no_one_elses_result()
    {
        await using var system = new TestSystem();
        var c = await PassingClassAsync(system);
        var other = Callers.Student(await system.AddPersonAsync());

        (await system.RefusedAsync(new GetTraineeResult(c.Trainees[0]), other)).Code.ShouldBe("not_your_record");
        (await system.RefusedAsync(new GetEnrollment(c.Trainees[0]), other)).Code.ShouldBe("not_your_record");
    }

    /// <summary>One trainee with a computed result of 60, which passes.</summary>
    internal static async Task<MarkTests.Class> PassingClassAsync(TestSystem system)
    {
        var c = await MarkTests.ClassAsync(system);
        foreach (var component in c.Scheme.Groups[0].Components)
            await system.DoAsync(new SetMark(c.Entry(60) with { ComponentId = component.Id }));
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        return c;
    }

    internal static async Task<DecisionAnswer> DecideAsync(
        TestSystem system,
        Guid meetingId,
        Guid trainee,
        BoardDecision? decision,
        string? reason = null
    )
    {
        var entry = new DecisionEntry
        {
            EnrollmentId = trainee,
            Decision = decision,
            DepartureReason = reason,
        };
        return (await system.DoAsync(new RecordDecisions(meetingId, [entry]))).Answers.ShouldHaveSingleItem();
    }
}
