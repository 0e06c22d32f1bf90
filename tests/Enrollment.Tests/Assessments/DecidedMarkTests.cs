using Enrollment.Assessments;
using Enrollment.Assessments.Appeals;
using Enrollment.Assessments.Circumstances;
using Enrollment.Assessments.Deadlines;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Assessments.Moderation;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

/// <summary>What sealed minutes stand on doesn't change but through the board (rules 18 to 20).</summary>
public sealed class DecidedMarkTests
{
    [Fact]
    public async Task A_mark_that_sealed_minutes_stand_on_is_refused_with_their_number()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60, 60);
        var minutes = await system.DecideAsync(c.Cohort.CenterId, [c.Trainees[0]]);
        var entry = c.Entry(20) with { Version = 1, Reason = "Added up again." };

        var refused = await system.RefusedAsync(new SetMark(entry), Callers.Instructor);
        var preview = await system.DoAsync(new PreviewMarks(c.Cohort.Id, [entry]), Callers.Instructor);
        var list = await system.DoAsync(
            new RecordMarks(
                c.Cohort.Id,
                [entry, c.Entry(60), c.Entry(61, 1) with { Version = 1, Reason = "Added up again." }]
            ),
            Callers.Instructor
        );

        (refused.Kind, refused.Code).ShouldBe((RefusalKind.Conflict, "decided_by_board"));
        refused.Message.ShouldContain(minutes.MinutesNumber);
        preview.Answers[0].Problem!.Code.ShouldBe("decided_by_board");
        list.Answers.Select(a => a.Problem?.Code ?? a.Outcome.ToString())
            .ShouldBe(["decided_by_board", "Unchanged", "Changed"]);
    }

    [Fact]
    public async Task An_upheld_appeal_opens_the_marks_until_the_next_sealed_decision()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        await system.DecideAsync(c.Cohort.CenterId, c.Trainees);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        var fields = new AppealFields { Grounds = [AppealGround.CalculationError], Statement = "Added up wrongly." };
        var appeal = await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), Callers.Registrar);
        (await CodeAsync(61, 1)).ShouldBe("decided_by_board");

        await system.DoAsync(new DecideAppeal(appeal.Id, AppealVerb.Review, null, null), Callers.Manager);
        await system.DoAsync(new DecideAppeal(appeal.Id, AppealVerb.Uphold, null, "So it is."), Callers.Manager);
        (await CodeAsync(61, 1)).ShouldBeNull();
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], BoardDecision.Pass);
        (await CodeAsync(62, 2)).ShouldBeNull();
        await system.DoAsync(new SealMinutes(meeting.Id));

        (await CodeAsync(63, 3)).ShouldBe("decided_by_board");

        async Task<string?> CodeAsync(decimal value, int version) =>
            (
                await system.SendAsync(
                    new SetMark(c.Entry(value) with { Version = version, Reason = "The appeal." }),
                    Callers.Instructor
                )
            )
                .Refusal
                ?.Code;
    }

    [Fact]
    public async Task An_accepted_claim_with_a_remedy_opens_the_marks_and_a_resit_never_closed_them()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 30, 30);
        await system.DecideAsync(c.Cohort.CenterId, [c.Trainees[0]], BoardDecision.Fail);
        await system.DecideAsync(c.Cohort.CenterId, [c.Trainees[1]], BoardDecision.Resit);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = c.Entry(60) with { Attempt = 2 };
        (await system.RefusedAsync(new SetMark(again))).Code.ShouldBe("decided_by_board");
        var claim = await system.DoAsync(
            new LodgeClaim(
                c.Trainees[0],
                new ClaimFields
                {
                    ComponentId = again.ComponentId,
                    Kind = ClaimKind.Illness,
                    Statement = "Ill.",
                }
            ),
            Callers.Registrar
        );
        var decision = new ClaimDecision { Remedy = ClaimRemedy.AbsentWithCause, Reason = "Proven." };

        await system.DoAsync(new DecideClaim(claim.Id, ClaimVerb.Accept, null, decision), Callers.Registrar);

        await system.DoAsync(new SetMark(again), Callers.Instructor);
        await system.DoAsync(new SetMark(c.Entry(60, 1) with { Attempt = 2 }), Callers.Instructor);
    }

    [Fact]
    public async Task No_second_mark_and_no_moderation_comes_after_the_sealed_decision()
    {
        await using var system = new TestSystem();
        var c = await SecondMarkedClass.MakeAsync(system, trainees: 2);
        await system.DoAsync(c.Mark(20), SecondMarkedClass.First);
        await system.DoAsync(c.Mark(20, 1), SecondMarkedClass.First);
        await system.DoAsync(c.SecondMark(40, 1), SecondMarkedClass.Second);
        await system.DecideAsync(c.Class.Cohort.CenterId, c.Trainees);

        (await system.RefusedAsync(c.SecondMark(20), SecondMarkedClass.Second)).Code.ShouldBe("decided_by_board");
        (await system.RefusedAsync(c.Moderate(30, 1), Callers.Registrar)).Code.ShouldBe("decided_by_board");
    }

    [Fact]
    public async Task Lateness_that_sealed_minutes_stand_on_stays_as_it_is()
    {
        await using var system = new TestSystem();
        var component = SchemeBuilder.Component("WORK", 100) with { LatePenalty = new LatePenalty { PerDay = 5 } };
        var scheme = SchemeBuilder.Fields(SchemeBuilder.Group("ALL", 100, component));
        var c = await MarkTests.ClassAsync(system, 2, scheme);
        var id = c.Entry(80).ComponentId;
        await system.DoAsync(Due("2026-03-05", 0));
        await system.DoAsync(Extend(0, 0));
        foreach (var trainee in new[] { 0, 1 })
            await system.DoAsync(new SetMark(c.Entry(80, trainee) with { SubmittedOn = new DateOnly(2026, 3, 8) }));
        await system.DecideAsync(c.Cohort.CenterId, [c.Trainees[0]]);

        var moved = await system.RefusedAsync(Due("2026-03-08", 1));

        moved.Code.ShouldBe("decided_by_board");
        moved.Problems.ShouldHaveSingleItem().Field.ShouldBe("deadlines[0].dueOn");
        (await system.RefusedAsync(Extend(0, 1))).Code.ShouldBe("decided_by_board");
        var remove = new RemoveExtension(c.Trainees[0], id, 1, 1);
        (await system.RefusedAsync(remove)).Code.ShouldBe("decided_by_board");
        await system.DoAsync(Extend(1, 0));
        // It reaches no further than the extension that the decided work had.
        await system.DoAsync(Due("2026-03-06", 1));

        SetDeadlines Due(string day, int version) =>
            new(
                c.Cohort.Id,
                [
                    new DeadlineEntry
                    {
                        ComponentId = id,
                        DueOn = DateOnly.Parse(day, null),
                        Version = version,
                    },
                ],
                null
            );

        SetExtension Extend(int trainee, int version) =>
            new(
                c.Trainees[trainee],
                id,
                version,
                new ExtensionFields { DueOn = new DateOnly(2026, 3, 7), Reason = "A power cut." }
            );
    }

    [Fact]
    public async Task Who_withdrew_takes_no_marks_but_those_of_a_past_that_is_brought_in()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        var end = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };
        await system.DoAsync(new ChangeEnrollment(c.Trainees[0], EnrollmentVerb.Withdraw, null, end));
        var list = new RecordMarks(c.Cohort.Id, [c.Entry(60)]);

        (await system.RefusedAsync(new SetMark(c.Entry(60)), Callers.Instructor)).Code.ShouldBe("enrollment_withdrawn");
        (await system.DoAsync(list, Callers.Instructor)).Answers[0].Problem!.Code.ShouldBe("enrollment_withdrawn");
        (await system.RefusedAsync(list with { Past = true }, Callers.Instructor)).Code.ShouldBe("permission_denied");
        (await system.DoAsync(list with { Past = true })).Answers[0].Outcome.ShouldBe(MarkOutcome.Created);
    }

    [Fact]
    public async Task No_certificate_is_issued_where_another_result_contradicts_the_decision_by_now()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60, 60, 30);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        foreach (var trainee in c.Trainees.Take(2))
            await BoardTests.DecideAsync(system, meeting.Id, trainee, null);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[2], BoardDecision.Pass, "The machine broke down.");
        await system.SealAsync(meeting.Id);
        // What no command does any more.
        system.Execute($"UPDATE Marks SET Value = 2000, Version = 2 WHERE EnrollmentId = '{c.Trainees[1]}'");
        (await system.DoAsync(new ComputeResults(c.Cohort.Id))).Changed.ShouldBe(1);

        var rows = await system.IssueAsync(c.Trainees);

        rows.Select(row => row.Problem?.Code).ShouldBe([null, "result_changed", null]);
        rows[1].Problem!.Message.ShouldContain("Fail");
    }
}
