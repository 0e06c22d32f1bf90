using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Messages;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

public sealed class ReminderTests
{
    [Fact]
    public async Task Whoever_has_not_answered_an_offer_is_reminded_once_two_days_before_it_ends()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var enrolled = await system.AddApplicationAsync(cohort.Id, ApplicationState.Enrolled);
        var end = offered.OfferExpiresAt!.Value;

        system.Clock.AdjustTime(end.AddDays(-2).AddSeconds(-1));
        (await system.DoAsync(new RemindOfferHolders())).ShouldBe(0);
        system.Clock.AdjustTime(end.AddDays(-2));
        (await system.DoAsync(new RemindOfferHolders())).ShouldBe(1);
        system.Clock.AdjustTime(end.AddHours(-1));
        (await system.DoAsync(new RemindOfferHolders())).ShouldBe(0);

        var reminder = (await system.MessagesAsync(offered.PersonId))[^1];
        reminder.Kind.ShouldBe(MessageKind.OfferReminder);
        (await system.MessagesAsync(enrolled.PersonId)).ShouldNotContain(m => m.Kind == MessageKind.OfferReminder);
    }

    [Fact]
    public async Task An_offer_that_was_made_within_a_day_is_not_followed_by_a_reminder_at_once()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        system.Clock.AdjustTime(LocalDay.End(ApplicationBuilder.OfferDay, cohort.TimeZone).AddHours(-30));
        await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);

        (await system.DoAsync(new RemindOfferHolders())).ShouldBe(0);
        system.Clock.Advance(TimeSpan.FromHours(25));
        (await system.DoAsync(new RemindOfferHolders())).ShouldBe(1);
    }

    [Fact]
    public async Task An_offer_that_ended_is_not_reminded_of()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        system.Clock.AdjustTime(offered.OfferExpiresAt!.Value);

        (await system.DoAsync(new RemindOfferHolders())).ShouldBe(0);
    }

    [Fact]
    public async Task Ten_who_remind_at_once_remind_once()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        system.Clock.AdjustTime(offered.OfferExpiresAt!.Value.AddDays(-1));

        var reminded = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => system.DoAsync(new RemindOfferHolders())))
        );

        reminded.Sum().ShouldBe(1);
    }
}
