using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Assessments.Moderation;
using Enrollment.Enrollments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Assessments.Moderation.SecondMarkedClass;

namespace Enrollment.Tests.Assessments.Moderation;

/// <summary>Rule 17: a second marker, blind, and a moderator where both differ too much.</summary>
public sealed class SecondMarkingTests
{
    [Theory]
    [InlineData(5.0, 30.00, 32.00, SecondMarkingState.Agreed, 31.00)]
    [InlineData(5.0, 30.00, 32.01, SecondMarkingState.Disputed, 30.00)]
    [InlineData(5.0, 30.00, 28.00, SecondMarkingState.Agreed, 29.00)]
    [InlineData(5.0, 30.00, 27.99, SecondMarkingState.Disputed, 30.00)]
    [InlineData(5.0, 30.01, 30.02, SecondMarkingState.Agreed, 30.02)]
    [InlineData(0.0, 30.00, 30.00, SecondMarkingState.Agreed, 30.00)]
    [InlineData(0.0, 30.00, 30.01, SecondMarkingState.Disputed, 30.00)]
    [InlineData(100.0, 0.00, 40.00, SecondMarkingState.Agreed, 20.00)]
    public async Task Two_marks_agree_up_to_the_tolerance_and_their_mean_is_the_mark(
        double tolerance,
        double first,
        double second,
        SecondMarkingState state,
        double mark
    )
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, tolerance: (decimal)tolerance);
        await system.DoAsync(c.Mark((decimal)first), First);

        var view = await system.DoAsync(c.SecondMark((decimal)second), Second);

        (view.State, view.FirstValue, view.SecondValue).ShouldBe((state, (decimal)first, (decimal)second));
        (view.FirstMarker, view.SecondMarker).ShouldBe((First.Id, Second.Id));
        view.Value.ShouldBe((decimal)mark);
        var result = await c.ResultAsync();
        if (state == SecondMarkingState.Agreed)
            result.Mark.ShouldBe(decimal.Round((decimal)mark * 100 / 40, 0, MidpointRounding.AwayFromZero));
        else
            (result.Outcome, result.Mark).ShouldBe((Outcome.Incomplete, null));
    }

    [Fact]
    public async Task The_first_marker_gives_no_second_mark_and_nobody_gives_a_third()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system);
        (await system.RefusedAsync(c.SecondMark(30), Second)).Code.ShouldBe("mark_not_found");
        await system.DoAsync(c.Mark(30), First);

        (await system.RefusedAsync(c.SecondMark(30), First)).Code.ShouldBe("same_marker");
        (await system.RefusedAsync(c.SecondMark(40.01m), Second)).Code.ShouldBe("mark_out_of_range");
        await system.DoAsync(c.SecondMark(30), Second);
        (await system.RefusedAsync(c.SecondMark(31), Second)).Code.ShouldBe("second_mark_in");
        (await system.RefusedAsync(c.SecondMark(31), Third)).Code.ShouldBe("second_mark_in");
    }

    [Fact]
    public async Task Of_many_second_markers_at_once_one_gives_the_mark_and_the_others_are_told()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, tolerance: 100);
        await system.DoAsync(c.Mark(20), First);
        var markers = Enumerable.Range(0, 20).Select(n => new Caller($"u-{n}", "Marker", Role.Instructor)).ToList();

        var results = await Task.WhenAll(
            markers.Select((marker, n) => Task.Run(() => system.SendAsync(c.SecondMark(n), marker)))
        );

        var one = results.Where(r => r.Refusal is null).ShouldHaveSingleItem().Value;
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "second_mark_in");
        (await c.MarkAsync()).Value.ShouldBe((20 + one.SecondValue!.Value) / 2);
        (await system.CountAsync("MarkChanges")).ShouldBe(one.SecondValue == 20 ? 0 : 1);
    }

    [Fact]
    public async Task A_first_mark_that_changes_while_the_second_comes_in_is_never_confirmed_unseen()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, tolerance: 0, trainees: 10);
        for (var trainee = 0; trainee < 10; trainee++)
        {
            var (at, second) = (trainee, trainee % 2 == 0 ? 30m : 31m);
            await system.DoAsync(c.Mark(30, at), First);
            await Task.WhenAll(
                Task.Run(() => system.SendAsync(c.Mark(31, at, version: 1), First)),
                Task.Run(() => system.SendAsync(c.SecondMark(second, at), Second))
            );

            var view = await c.ReadAsync(trainee: at);
            var mark = await c.MarkAsync(at);
            view.FirstValue.ShouldBe(mark.Value);
            view.State.ShouldBe(mark.Value == second ? SecondMarkingState.Agreed : SecondMarkingState.Disputed);
            mark.Unconfirmed.ShouldBe(view.State == SecondMarkingState.Disputed);
        }
    }

    [Fact]
    public async Task Until_it_is_confirmed_a_mark_gives_no_result_and_the_first_marker_can_correct_it()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system);
        await system.DoAsync(c.Mark(30), First);
        var before = await c.ResultAsync();
        await system.DoAsync(c.Mark(32, version: 1), First);
        await system.DoAsync(c.SecondMark(32), Second);

        (before.Outcome, before.Reasons[0].Code).ShouldBe((Outcome.Incomplete, ReasonCode.Unconfirmed));
        (await c.ResultAsync()).Mark.ShouldBe(80);
    }

    [Fact]
    public async Task A_third_person_decides_between_two_who_differ_and_the_history_tells_it_all()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system);
        await system.DoAsync(c.Mark(30), First);
        (await system.RefusedAsync(c.Moderate(33))).Code.ShouldBe("not_disputed");
        await system.DoAsync(c.SecondMark(36), Second);

        foreach (var marker in new[] { First, Second })
        {
            var asModerator = marker with { Role = Role.Admin };
            (await system.RefusedAsync(c.Moderate(33), asModerator)).Code.ShouldBe("moderator_marked");
        }

        (await system.RefusedAsync(c.Moderate(33), Third)).Code.ShouldBe("permission_denied");
        (await system.RefusedAsync(c.Mark(36, version: 2), First)).Code.ShouldBe("awaits_moderation");
        (await system.RefusedAsync(c.Moderate(33) with { Version = 7 })).Code.ShouldBe("stale_version");
        var view = await system.DoAsync(c.Moderate(33) with { Version = 1 }, Callers.Registrar);

        (view.State, view.Value, view.ModeratedValue).ShouldBe((SecondMarkingState.Moderated, 33m, 33m));
        (await system.RefusedAsync(c.Moderate(34), Callers.Registrar)).Code.ShouldBe("not_disputed");
        (await c.ResultAsync()).Mark.ShouldBe(83);
        var history = await system.DoAsync(new ListMarkHistory(c.Trainees[0], c.ComponentId, null, null, 10), Second);
        var change = history.Items.ShouldHaveSingleItem();
        (change.OldValue, change.NewValue, change.ChangedBy, change.Reason).ShouldBe(
            (30m, 33m, Callers.Registrar.Id, "Read both comments.")
        );
    }

    [Fact]
    public async Task A_mark_that_changes_after_its_confirmation_is_marked_twice_anew()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system);
        await system.DoAsync(c.Mark(30), First);
        await system.DoAsync(c.SecondMark(32), Second);
        (await c.ResultAsync()).Mark.ShouldBe(78);

        await system.DoAsync(c.Mark(38, version: 2), First);

        (await c.ReadAsync()).State.ShouldBe(SecondMarkingState.Pending);
        (await c.ReadAsync(Second)).FirstValue.ShouldBeNull();
        (await c.ReadAsync(Second)).SecondValue.ShouldBeNull();
        (await system.DoAsync(new GetTraineeResult(c.Trainees[0]))).Result!.Mark.ShouldBeNull();
        (await c.ResultAsync()).Outcome.ShouldBe(Outcome.Incomplete);
        (await system.DoAsync(c.SecondMark(38), Second)).State.ShouldBe(SecondMarkingState.Agreed);
        (await c.ResultAsync()).Mark.ShouldBe(95);
    }

    [Fact]
    public async Task Nobody_but_who_entered_it_changes_a_mark_that_awaits_the_second_nor_learns_it_by_guessing()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system);
        await system.DoAsync(c.Mark(30), First);
        MarkEntry[] guesses =
        [
            c.Mark(30, version: 1).Entry,
            c.Mark(31, version: 1).Entry,
            c.Mark(30).Entry,
            c.Mark(31).Entry,
            c.Mark(99, version: 1).Entry,
        ];

        var answers = (await system.DoAsync(new RecordMarks(c.CohortId, guesses), Second)).Answers;

        answers
            .Select(a => (a.Outcome, a.Value, a.Problem?.Code))
            .ShouldBe([
                (MarkOutcome.Refused, null, "awaits_second_mark"),
                (MarkOutcome.Refused, null, "awaits_second_mark"),
                (MarkOutcome.Conflict, null, null),
                (MarkOutcome.Conflict, null, null),
                (MarkOutcome.Refused, null, "awaits_second_mark"),
            ]);
        (await system.RefusedAsync(new SetMark(guesses[0]), Second)).Code.ShouldBe("awaits_second_mark");
        (await system.RefusedAsync(new SetMark(guesses[2]), Second)).Code.ShouldBe("stale_version");
        (await c.MarkAsync()).Value.ShouldBe(30);
    }

    [Fact]
    public async Task Unconfirmed_marks_are_not_released_and_show_after_the_release_that_follows()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, trainees: 2);
        await system.DoAsync(c.Mark(30), First);
        await system.DoAsync(c.Mark(30, trainee: 1), First);
        await system.DoAsync(c.SecondMark(32), Second);

        (await system.DoAsync(new ReleaseResults(c.CohortId))).Marks.ShouldBe(1);

        (await SeenAsync(0)).ShouldHaveSingleItem().Value.ShouldBe(31);
        (await SeenAsync(1)).ShouldBeEmpty();
        await system.DoAsync(c.SecondMark(30, trainee: 1), Second);
        (await system.DoAsync(new ReleaseResults(c.CohortId))).Marks.ShouldBe(1);
        (await SeenAsync(1)).ShouldHaveSingleItem().Value.ShouldBe(30);

        async Task<IReadOnlyList<MarkView>> SeenAsync(int trainee) =>
            (
                await system.DoAsync(
                    new GetTraineeResult(c.Trainees[trainee]),
                    Callers.Student(c.Class.People[trainee])
                )
            ).Marks;
    }

    [Fact]
    public async Task The_work_list_holds_what_is_in_each_state()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, trainees: 4);
        for (var trainee = 0; trainee < 3; trainee++)
            await system.DoAsync(c.Mark(30, trainee), First);
        await system.DoAsync(c.SecondMark(31, trainee: 1), Second);
        await system.DoAsync(c.SecondMark(40, trainee: 2), Second);

        (await ListAsync(null)).ShouldBe([c.Trainees[0], c.Trainees[1], c.Trainees[2]]);
        (await ListAsync(SecondMarkingState.Pending)).ShouldBe([c.Trainees[0]]);
        (await ListAsync(SecondMarkingState.Agreed)).ShouldBe([c.Trainees[1]]);
        (await ListAsync(SecondMarkingState.Disputed)).ShouldBe([c.Trainees[2]]);
        (await ListAsync(SecondMarkingState.Moderated)).ShouldBeEmpty();

        async Task<IEnumerable<Guid>> ListAsync(SecondMarkingState? state) =>
            (await system.DoAsync(new ListSecondMarkings(c.CohortId, state, null, 10), Second)).Items.Select(t =>
                t.Marks.ShouldHaveSingleItem().EnrollmentId
            );
    }

    [Fact]
    public async Task A_transfer_keeps_what_is_confirmed_confirmed_and_the_first_marker_known()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, trainees: 2);
        await system.DoAsync(c.Mark(30), First);
        await system.DoAsync(c.Mark(30, trainee: 1), First);
        await system.DoAsync(c.SecondMark(32), Second);
        var to = await system.AddLaterCohortAsync(c.CohortId, f => f with { SchemeId = c.Class.Scheme.Id });

        var moved = new List<Guid>();
        foreach (var trainee in c.Trainees)
        {
            var input = new TransferInput
            {
                ToCohortId = to.Id,
                On = new DateOnly(2026, 3, 10),
                Reason = "moved",
                RequestedBy = "trainee",
            };
            moved.Add((await system.DoAsync(new TransferEnrollment(trainee, null, input))).Id);
        }

        var states = new List<SecondMarkingState>();
        foreach (var id in moved)
            states.Add((await system.DoAsync(new GetSecondMarking(id, c.ComponentId, 1), Second)).State);
        states.ShouldBe([SecondMarkingState.Agreed, SecondMarkingState.Pending]);
        var refused = await system.RefusedAsync(new SetSecondMark(moved[1], c.ComponentId, 1, 30), First);
        refused.Code.ShouldBe("same_marker");
        (await system.DoAsync(new SetSecondMark(moved[1], c.ComponentId, 1, 30), Second)).State.ShouldBe(
            SecondMarkingState.Agreed
        );
    }
}
