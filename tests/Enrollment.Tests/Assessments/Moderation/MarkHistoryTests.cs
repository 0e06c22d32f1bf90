using Enrollment.Assessments;
using Enrollment.Assessments.Moderation;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Assessments.Moderation.SecondMarkedClass;

namespace Enrollment.Tests.Assessments.Moderation;

public sealed class MarkHistoryTests
{
    [Fact]
    public async Task The_history_keeps_days_of_submission_and_is_not_for_trainees()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, SecondMarking.None, tolerance: null);
        var entry = c.Mark(30).Entry with { SubmittedOn = new DateOnly(2026, 3, 9) };
        await system.DoAsync(new SetMark(entry), First);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = entry with { Version = 1, SubmittedOn = new DateOnly(2026, 3, 8), Reason = "Postmark." };
        await system.DoAsync(new SetMark(changed), Second);
        await system.DoAsync(new SetMark(changed with { Version = 2, State = MarkState.Withheld }), First);

        var list = new ListMarkHistory(c.Trainees[0], c.ComponentId, 1, null, 1);
        var first = await system.DoAsync(list, Callers.Manager);
        var second = await system.DoAsync(list with { After = first.NextCursor }, Callers.Manager);

        var change = first.Items.ShouldHaveSingleItem();
        (change.OldSubmittedOn, change.NewSubmittedOn).ShouldBe((new(2026, 3, 9), new DateOnly(2026, 3, 8)));
        (change.ChangedBy, change.ChangedAt).ShouldBe((Second.Id, TestSystem.Start.AddMinutes(1)));
        (second.Items.ShouldHaveSingleItem().NewState, second.NextCursor).ShouldBe((MarkState.Withheld, null));
        var trainee = await system.RefusedAsync(list, Callers.Student(c.Class.People[0]));
        trainee.Kind.ShouldBe(RefusalKind.Forbidden);
    }
}
