using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Assessments.Appeals;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Assessments.Moderation;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments.Appeals;

public sealed class AppealTests
{
    static readonly AppealFields fields = new()
    {
        Grounds = [AppealGround.CalculationError, AppealGround.Other],
        Statement = "Баллы сложены неверно.",
    };

    [Fact]
    public async Task An_upheld_appeal_puts_the_trainee_on_the_next_agenda_until_a_board_has_decided_anew()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system);
        var lodged = await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), student);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        (await BoardAgendaTests.AgendaAsync(system, meeting.Id)).Rows.ShouldBeEmpty();

        await system.DoAsync(new DecideAppeal(lodged.Id, AppealVerb.Review, 1, null), Callers.OtherInstructor);
        var upheld = await system.DoAsync(
            new DecideAppeal(lodged.Id, AppealVerb.Uphold, 2, "Two points were left out."),
            Callers.OtherInstructor
        );

        (upheld.State, upheld.DecidedBy).ShouldBe((AppealState.Upheld, Callers.OtherInstructor.Id));
        (await system.DoAsync(new GetEnrollment(c.Trainees[0]))).State.ShouldBe(EnrollmentState.Completed);
        await FlaggedAsync(AgendaFlag.AppealUpheld);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], BoardDecision.Merit, "The appeal.");
        (await BoardAgendaTests.AgendaAsync(system, meeting.Id)).Rows.ShouldBeEmpty();
        (await system.DoAsync(new GetAppeal(lodged.Id))).HeardInId.ShouldBe(meeting.Id);
        await system.DoAsync(new RemoveDecision(meeting.Id, c.Trainees[0], 1));
        await FlaggedAsync(AgendaFlag.AppealUpheld);

        async Task FlaggedAsync(AgendaFlag flag) =>
            BoardAgendaTests
                .Flags(await BoardAgendaTests.AgendaAsync(system, meeting.Id), c.Trainees[0])
                .ShouldBe([flag]);
    }

    [Fact]
    public async Task Whoever_marked_the_work_decides_no_appeal_against_it()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system);
        var (term, exam) = (c.Scheme.Groups[0].Components[0].Id, c.Scheme.Groups[0].Components[1].Id);
        // As a mark that was changed before the board sealed its decision.
        system.Execute($"UPDATE Marks SET EnteredBy = '{Callers.OtherInstructor.Id}' WHERE ComponentId = '{term}'");
        var whole = await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), student);
        var part = await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields with { ComponentId = exam }), student);

        (await CodeAsync(whole, Callers.Instructor)).ShouldBe("appeal_by_marker");
        (await CodeAsync(whole, Callers.OtherInstructor)).ShouldBe("appeal_by_marker");
        (await CodeAsync(part, Callers.Instructor)).ShouldBe("appeal_by_marker");
        (await CodeAsync(part, Callers.OtherInstructor)).ShouldBeNull();
        (await CodeAsync(whole, Callers.Manager)).ShouldBeNull();
        (part.ComponentId, part.ComponentCode, whole.ComponentId).ShouldBe((exam, "EXAM", null));

        async Task<string?> CodeAsync(AppealView appeal, Caller caller) =>
            (await system.SendAsync(new DecideAppeal(appeal.Id, AppealVerb.Review, null, null), caller)).Refusal?.Code;
    }

    [Fact]
    public async Task A_second_marker_decides_no_appeal_against_the_work_even_where_both_agreed()
    {
        await using var system = new TestSystem();
        var c = await SecondMarkedClass.MakeAsync(system);
        await system.DoAsync(c.Mark(30), SecondMarkedClass.First);
        await system.DoAsync(c.SecondMark(30), SecondMarkedClass.Second);
        await system.DoAsync(new ComputeResults(c.CohortId));
        await system.DoAsync(new ReleaseResults(c.CohortId));
        var appeal = await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), Callers.Registrar);
        var review = new DecideAppeal(appeal.Id, AppealVerb.Review, null, null);

        (await system.RefusedAsync(review, SecondMarkedClass.Second)).Code.ShouldBe("appeal_by_marker");
        await system.DoAsync(review, SecondMarkedClass.Third);
    }

    [Fact]
    public async Task Whoever_marked_the_work_before_a_transfer_is_its_marker_afterwards()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var later = await system.AddLaterCohortAsync(c.Cohort.Id, f => f with { SchemeId = c.Scheme.Id });
        var there = await system.DoAsync(
            new TransferEnrollment(
                c.Trainees[0],
                null,
                new TransferInput
                {
                    ToCohortId = later.Id,
                    On = BoardBuilder.Today,
                    RequestedBy = "trainee",
                    Reason = "moved",
                }
            ),
            Callers.Registrar
        );
        await system.DoAsync(new ComputeResults(later.Id));
        await system.DoAsync(new ReleaseResults(later.Id));
        var appeal = await system.DoAsync(new LodgeAppeal(there.Id, fields), Callers.Registrar);

        var refused = await system.RefusedAsync(
            new DecideAppeal(appeal.Id, AppealVerb.Review, null, null),
            Callers.Instructor
        );

        refused.Code.ShouldBe("appeal_by_marker");
    }

    [Fact]
    public async Task An_appeal_can_be_lodged_to_the_end_of_the_last_day_in_the_cohorts_zone()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system, f => f with { AppealDays = 3 });
        // Released on the 10th, so the 13th is the last day; in Almaty (UTC+5) it ends at 19:00 UTC.
        system.Clock.Advance(new DateTimeOffset(2026, 3, 13, 18, 59, 59, TimeSpan.Zero) - TestSystem.Start);
        var appeal = await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), student);
        await system.DoAsync(new WithdrawAppeal(appeal.Id, 1), student);

        system.Clock.Advance(TimeSpan.FromSeconds(1));

        var late = await system.RefusedAsync(new LodgeAppeal(c.Trainees[0], fields), student);
        late.Code.ShouldBe("appeal_window_closed");
        late.Message.ShouldContain("2026-03-13");
    }

    [Fact]
    public async Task What_can_not_be_appealed_against_is_refused()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60, null);
        var (one, other) = (Callers.Student(c.People[0]), Callers.Student(c.People[1]));
        var exam = fields with { ComponentId = c.Scheme.Groups[0].Components[1].Id };
        (await CodeAsync(c.Trainees[0], fields, one)).ShouldBe("results_not_released");
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        var late = await system.AddTraineeAsync(c.Cohort.Id);

        (await CodeAsync(c.Trainees[0], fields, other)).ShouldBe("not_your_record");
        (await CodeAsync(c.Trainees[1], exam, other)).ShouldBe("nothing_to_appeal");
        (await CodeAsync(late, fields, Callers.Registrar)).ShouldBe("nothing_to_appeal");
        (await CodeAsync(Guid.NewGuid(), fields, Callers.Registrar)).ShouldBe("enrollment_not_found");
        (await CodeAsync(c.Trainees[0], fields, Callers.Instructor)).ShouldBe("permission_denied");
        (await CodeAsync(c.Trainees[0], fields with { Grounds = [] }, one)).ShouldBe("invalid_request");
        (await CodeAsync(c.Trainees[0], fields with { Statement = "" }, one)).ShouldBe("invalid_request");
        AppealGround[] twice = [AppealGround.Bias, AppealGround.Bias];
        (await CodeAsync(c.Trainees[0], fields with { Grounds = twice }, one)).ShouldBe("invalid_request");
        (await CodeAsync(c.Trainees[0], fields, one)).ShouldBeNull();
        (await CodeAsync(c.Trainees[0], fields, Callers.Registrar)).ShouldBe("appeal_open_already");
        (await CodeAsync(c.Trainees[0], exam, one)).ShouldBeNull();

        async Task<string?> CodeAsync(Guid enrollment, AppealFields appeal, Caller caller) =>
            (await system.SendAsync(new LodgeAppeal(enrollment, appeal), caller)).Refusal?.Code;
    }

    [Fact]
    public async Task An_appeal_goes_the_way_of_its_table_and_no_other()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system);
        foreach (var verb in Enum.GetValues<AppealVerb>())
        {
            foreach (var state in Enum.GetValues<AppealState>())
            {
                var id = (await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), student)).Id;
                await LeadAsync(id, state);

                var result = await SendAsync(id, verb);

                var row = AppealTransitions.Of(verb);
                if (row.From.Contains(state))
                    result.Value.State.ShouldBe(row.To);
                else
                    result.Refusal!.Code.ShouldBe("transition_not_allowed", $"{verb} from {state}");
                if ((await system.DoAsync(new GetAppeal(id))).State.IsOpen())
                    await system.DoAsync(new WithdrawAppeal(id, null), student);
            }
        }

        async Task LeadAsync(Guid id, AppealState state)
        {
            AppealVerb[] way = state switch
            {
                AppealState.Lodged => [],
                AppealState.UnderReview => [AppealVerb.Review],
                AppealState.Upheld => [AppealVerb.Review, AppealVerb.Uphold],
                AppealState.PartlyUpheld => [AppealVerb.Review, AppealVerb.PartlyUphold],
                AppealState.Dismissed => [AppealVerb.Review, AppealVerb.Dismiss],
                _ => [AppealVerb.Withdraw],
            };
            foreach (var verb in way)
                (await SendAsync(id, verb)).Refusal.ShouldBeNull();
        }

        Task<Result<AppealView>> SendAsync(Guid id, AppealVerb verb) =>
            verb == AppealVerb.Withdraw
                ? system.SendAsync(new WithdrawAppeal(id, null), student)
                : system.SendAsync(
                    new DecideAppeal(id, verb, null, AppealTransitions.Of(verb).Decides ? "So it is." : null),
                    Callers.Manager
                );
    }

    [Fact]
    public async Task An_outcome_needs_a_reason_and_the_version_that_was_read()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system);
        var id = (await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), student)).Id;
        (await CodeAsync(new DecideAppeal(id, AppealVerb.Review, 1, "Too early."))).ShouldBe("reason_not_allowed");
        (await CodeAsync(new DecideAppeal(id, AppealVerb.Withdraw, 1, null))).ShouldBe("invalid_request");
        (await CodeAsync(new DecideAppeal(id, AppealVerb.Review, 7, null))).ShouldBe("stale_version");
        (await CodeAsync(new DecideAppeal(id, AppealVerb.Review, 1, null))).ShouldBeNull();

        (await CodeAsync(new DecideAppeal(id, AppealVerb.Dismiss, 2, " "))).ShouldBe("reason_missing");
        (await CodeAsync(new DecideAppeal(Guid.NewGuid(), AppealVerb.Review, 1, null))).ShouldBe("appeal_not_found");
        (await system.RefusedAsync(new WithdrawAppeal(Guid.NewGuid(), 1))).Code.ShouldBe("appeal_not_found");
        var other = Callers.Student(await system.AddPersonAsync());
        (await system.RefusedAsync(new WithdrawAppeal(id, 2), other)).Code.ShouldBe("not_your_record");

        async Task<string?> CodeAsync(DecideAppeal request) =>
            (await system.SendAsync(request, Callers.Manager)).Refusal?.Code;
    }

    [Fact]
    public async Task A_trainee_sees_the_own_appeals_with_outcome_and_reason_but_not_who_decided()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system);
        var id = (await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), student)).Id;
        await system.DoAsync(new DecideAppeal(id, AppealVerb.Review, null, null), Callers.Manager);
        await system.DoAsync(new DecideAppeal(id, AppealVerb.Dismiss, null, "All is added up."), Callers.Manager);
        var other = Callers.Student(await system.AddPersonAsync());

        var own = (await system.DoAsync(new ListTraineeAppeals(c.Trainees[0], null, 10), student)).Items;

        var seen = own.ShouldHaveSingleItem();
        (seen.State, seen.Reason, seen.DecidedBy).ShouldBe((AppealState.Dismissed, "All is added up.", null));
        seen.Grounds.ShouldBe(fields.Grounds);
        (await system.DoAsync(new GetAppeal(id), Callers.Registrar)).DecidedBy.ShouldBe(Callers.Manager.Id);
        (await system.RefusedAsync(new GetAppeal(id), other)).Code.ShouldBe("not_your_record");
        (await system.RefusedAsync(new ListTraineeAppeals(c.Trainees[0], null, 10), other)).Code.ShouldBe(
            "not_your_record"
        );
        (await system.RefusedAsync(new GetAppeal(Guid.NewGuid()))).Code.ShouldBe("appeal_not_found");
        (await system.RefusedAsync(new ListTraineeAppeals(Guid.NewGuid(), null, 10))).Code.ShouldBe(
            "enrollment_not_found"
        );
        (await system.DoAsync(new ListAppeals(AppealState.Dismissed, null, 10))).Items.ShouldHaveSingleItem();
        (await system.DoAsync(new ListAppeals(AppealState.Lodged, null, 10))).Items.ShouldBeEmpty();
        (await system.DoAsync(new ListAppeals(null, null, 10))).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Of_many_appeals_against_the_same_at_once_one_is_lodged()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => Task.Run(() => system.SendAsync(new LodgeAppeal(c.Trainees[0], fields), student)))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "appeal_open_already");
    }

    [Fact]
    public async Task Of_an_outcome_and_a_withdrawal_at_once_one_counts()
    {
        await using var system = new TestSystem();
        var (c, student) = await ReleasedAsync(system);
        for (var round = 0; round < 8; round++)
        {
            var id = (await system.DoAsync(new LodgeAppeal(c.Trainees[0], fields), student)).Id;
            await system.DoAsync(new DecideAppeal(id, AppealVerb.Review, null, null), Callers.Manager);

            var decide = Task.Run(() =>
                system.SendAsync(new DecideAppeal(id, AppealVerb.Uphold, null, "So it is."), Callers.Manager)
            );
            var withdraw = Task.Run(() => system.SendAsync(new WithdrawAppeal(id, null), student));
            var (decided, withdrawn) = (await decide, await withdraw);

            new[] { decided.Refusal, withdrawn.Refusal }.Count(r => r is null).ShouldBe(1);
            (await system.DoAsync(new GetAppeal(id))).State.ShouldBe(
                decided.Refusal is null ? AppealState.Upheld : AppealState.Withdrawn
            );
        }
    }

    /// <summary>One trainee with a pass, decided, sealed and released.</summary>
    static async Task<(MarkTests.Class Class, Caller Student)> ReleasedAsync(
        TestSystem system,
        Func<CohortFields, CohortFields>? change = null
    )
    {
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        if (change is not null)
        {
            var cohort = await system.CohortAsync(c.Cohort.Id);
            await system.DoAsync(new UpdateCohort(cohort.Id, cohort.Version, change(CohortBuilder.Fields(cohort))));
        }

        await system.DecideAsync(c.Cohort.CenterId, c.Trainees);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        return (c, Callers.Student(c.People[0]));
    }
}
