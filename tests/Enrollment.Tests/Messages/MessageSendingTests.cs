using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

public sealed class MessageSendingTests
{
    readonly Letters letters = new();

    [Fact]
    public async Task A_message_goes_out_in_the_persons_language_with_the_facts_of_its_event()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var (application, person) = await OfferedAsync(system, "kk");
        await system.ChangeAsync(application, ApplicationVerb.WithdrawOffer);

        await system.SendMessagesAsync();

        var offer = letters.Taken.Single(m =>
            m.Text.Subject.StartsWith("Сізге орын ұсынамыз", StringComparison.Ordinal)
        );
        (offer.Recipient, offer.Language).ShouldBe(("dana@example.org", "kk"));
        offer.Text.Body.ShouldContain("2026");
        offer.Text.Body.ShouldContain("23:59 (Asia/Almaty, UTC+05:00)");
        offer.Text.Body.ShouldContain(ApplicationBuilder.Conditions);
        letters.Taken.Count.ShouldBe(3);
        var messages = await system.MessagesAsync(person);
        messages.ShouldAllBe(m => m.Status == MessageStatus.Sent && m.SentAt == system.Clock.GetUtcNow());
        messages.Select(m => m.Subject).ShouldBe(letters.Taken.Select(m => m.Text.Subject));
        (await system.BatchAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_person_without_an_address_is_told_of_and_hears_everything_once_there_is_one()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var person = await system.AddReachableAsync(email: null);
        await SubmitAsync(system, person);

        await system.SendMessagesAsync();

        var lost = (await system.MessagesAsync(person)).ShouldHaveSingleItem();
        (lost.Status, lost.LastError).ShouldBe((MessageStatus.Undeliverable, "The person has no e-mail address."));
        var view = await system.DoAsync(new GetPerson(person));
        await system.DoAsync(new UpdatePerson(person, view.Version, view with { Email = "found@example.org" }));
        var again = await system.DoAsync(new RequeueMessage(lost.Id, lost.Version), Callers.Registrar);
        (again.Status, again.Attempts, again.LastError).ShouldBe((MessageStatus.Waiting, 0, null));
        await system.SendMessagesAsync();

        letters.Taken.ShouldHaveSingleItem().Recipient.ShouldBe("found@example.org");
        (
            await system.QueryAsync<string>("SELECT Action FROM AuditEvents WHERE Action LIKE 'message.%' ORDER BY Id")
        ).ShouldBe(["message.undeliverable", "message.requeued", "message.sent"]);
    }

    [Fact]
    public async Task What_the_server_puts_off_is_tried_after_growing_waits_and_given_up_in_the_end()
    {
        await using var system = new TestSystem(configure: letters.Services);
        await SubmitAsync(system, await system.AddReachableAsync());
        letters.Answer = new Delivery(DeliveryEnd.Delayed, "451 Try later.");
        var last = TimeSpan.Zero;
        for (var attempt = 1; attempt < RetryPlan.LastAttempt; attempt++)
        {
            await system.SendMessagesAsync();
            var waiting = (await system.MessagesAsync()).ShouldHaveSingleItem();
            (waiting.Status, waiting.Attempts, waiting.LastError).ShouldBe(
                (MessageStatus.Waiting, attempt, "451 Try later.")
            );
            var wait = waiting.DueAt - system.Clock.GetUtcNow();
            wait.ShouldBeGreaterThan(last);
            last = wait;
            system.Clock.Advance(wait - TimeSpan.FromSeconds(1));
            (await system.BatchAsync()).ShouldBe(0, "before it is due");
            system.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await system.SendMessagesAsync();

        (await system.MessagesAsync()).ShouldHaveSingleItem().Status.ShouldBe(MessageStatus.Failed);
        system.Clock.Advance(TimeSpan.FromDays(30));
        (await system.BatchAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_server_refuses_is_failed_at_once_and_only_a_registrar_sends_it_again()
    {
        await using var system = new TestSystem(configure: letters.Services);
        await SubmitAsync(system, await system.AddReachableAsync());
        letters.Answer = new Delivery(DeliveryEnd.Refused, "550 No such\0 user\r\nhere.");
        await system.SendMessagesAsync();

        var failed = (await system.MessagesAsync()).ShouldHaveSingleItem();
        (failed.Status, failed.LastError).ShouldBe((MessageStatus.Failed, "550 No such  user  here."));
        (await system.RefusedAsync(new RequeueMessage(failed.Id, failed.Version - 1))).Code.ShouldBe("stale_version");
        (await system.RefusedAsync(new RequeueMessage(Guid.CreateVersion7(), null))).Code.ShouldBe("message_not_found");
        await system.DoAsync(new RequeueMessage(failed.Id, null), Callers.Registrar);
        (await system.RefusedAsync(new RequeueMessage(failed.Id, null))).Code.ShouldBe("message_not_requeueable");
        letters.Answer = Delivery.Delivered;
        await system.SendMessagesAsync();
        letters.Taken.ShouldHaveSingleItem().Id.ShouldBe(failed.Id);
    }

    [Fact]
    public async Task Without_a_mail_server_the_rest_of_the_batch_keeps_its_attempts()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var person = await system.AddReachableAsync();
        await SubmitAsync(system, person);
        await SubmitAsync(system, person);
        letters.Answer = new Delivery(DeliveryEnd.NoService, "Connection refused.");

        (await system.BatchAsync()).ShouldBe(0);

        (await system.MessagesAsync()).Select(m => m.Attempts).ShouldBe([1, 0]);
        letters.Answer = Delivery.Delivered;
        await system.SendMessagesAsync();
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await system.SendMessagesAsync();
        letters.Taken.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Senders_at_the_same_time_send_each_message_once()
    {
        var slow = new Letters { Takes = TimeSpan.FromMilliseconds(5) };
        await using var system = new TestSystem(configure: slow.Services);
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 100 });
        for (var i = 0; i < 60; i++)
        {
            var draft = await system.AddDraftAsync(cohort.Id, await system.AddReachableAsync());
            await system.ChangeAsync(draft.Id, ApplicationVerb.Submit);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(system.SendMessagesAsync)));
        await system.SendMessagesAsync();

        slow.Taken.Count.ShouldBe(60);
        slow.Taken.Select(m => m.Id).ShouldBeUnique();
        (await system.MessagesAsync()).ShouldAllBe(m => m.Status == MessageStatus.Sent && m.Attempts == 1);
    }

    [Fact]
    public async Task A_sender_that_was_killed_loses_its_message_when_its_lease_ends_and_not_before()
    {
        await using var system = new TestSystem(configure: letters.Services);
        await SubmitAsync(system, await system.AddReachableAsync());
        var due = (await system.DoAsync(new ListDueMessages(10), Caller.System)).ShouldHaveSingleItem();
        var killed = await system.DoAsync(new ClaimMessage(due.Id, due.Version), Caller.System);

        system.Clock.Advance(ClaimMessageHandler.Lease - TimeSpan.FromSeconds(1));
        await system.SendMessagesAsync();
        letters.Taken.ShouldBeEmpty();
        system.Clock.Advance(TimeSpan.FromSeconds(1));
        await system.SendMessagesAsync();

        letters.Taken.ShouldHaveSingleItem().Id.ShouldBe(killed.Id);
        // It wasn't dead, only slow: what it has to say comes too late.
        var late = new SettleMessage(killed, "Subject", new Delivery(DeliveryEnd.Refused, "550"));
        (await system.RefusedAsync(late, Caller.System)).Code.ShouldBe("message_taken");
        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        (message.Status, message.Attempts).ShouldBe((MessageStatus.Sent, 2));
    }

    [Fact]
    public async Task A_message_that_ends_every_sender_is_given_up()
    {
        await using var system = new TestSystem(configure: letters.Services);
        await SubmitAsync(system, await system.AddReachableAsync());
        for (var i = 0; i < RetryPlan.LastAttempt; i++)
        {
            var due = (await system.DoAsync(new ListDueMessages(10), Caller.System)).ShouldHaveSingleItem();
            await system.DoAsync(new ClaimMessage(due.Id, due.Version), Caller.System);
            system.Clock.Advance(ClaimMessageHandler.Lease);
        }

        await system.SendMessagesAsync();

        letters.Taken.ShouldBeEmpty();
        (await system.MessagesAsync()).ShouldHaveSingleItem().Status.ShouldBe(MessageStatus.Failed);
    }

    static async Task SubmitAsync(TestSystem system, Guid person)
    {
        var cohort = await system.AddCohortAsync();
        var draft = await system.AddDraftAsync(cohort.Id, person);
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Submit)).Refusal.ShouldBeNull();
    }

    static async Task<(Guid Application, Guid Person)> OfferedAsync(TestSystem system, string language)
    {
        var person = await system.AddReachableAsync(language: language);
        var cohort = await system.AddCohortAsync();
        var draft = await system.AddDraftAsync(cohort.Id, person);
        await system.ChangeAsync(draft.Id, ApplicationVerb.Submit);
        var input = ApplicationBuilder.Input(ApplicationVerb.Offer) with { Conditions = ApplicationBuilder.Conditions };
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Offer, input: input)).Refusal.ShouldBeNull();
        return (draft.Id, person);
    }
}
