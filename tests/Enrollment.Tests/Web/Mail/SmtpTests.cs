using System.Net;
using System.Net.Sockets;
using Enrollment.Admissions;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Tests.Messages;
using Enrollment.Tests.Testing;
using Enrollment.Web.Hosting;
using Enrollment.Web.Mail;
using MimeKit;
using Shouldly;
using SmtpServer.Protocol;
using Xunit;

namespace Enrollment.Tests.Web.Mail;

public sealed class SmtpTests : IAsyncLifetime
{
    readonly MailServer server = new();

    public ValueTask InitializeAsync()
    {
        server.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    static TestSystem System(MailSettings mail) =>
        new(configure: services => services.AddMail(new Settings { Mail = mail }));

    static MailSettings Plain(int port) =>
        new()
        {
            Host = "127.0.0.1",
            Port = port,
            StartTls = false,
            From = "Оқу орталығы <office@example.org>",
            TimeoutSeconds = 2,
        };

    [Theory]
    [InlineData("Айгүл Нұрланқызы", "Cyrl", "kk")]
    [InlineData("Анна Сергеевна Иванова", "Cyrl", "ru")]
    [InlineData("王小丽", "Hans", "zh")]
    [InlineData("محمد بن علي الخوارزمي", "Arab", "en")]
    public async Task A_name_in_any_script_arrives_as_it_is(string name, string script, string language)
    {
        await using var system = System(Plain(server.Port));
        var fields = PersonBuilder.Fields(name, script) with { Email = "dana@example.org", Language = language };
        var person = await system.DoAsync(new CreatePerson(fields));
        await SubmitAsync(system, person.Id);

        await system.SendMessagesAsync();

        var mail = server.Taken.ShouldHaveSingleItem();
        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        (message.Status, message.Recipient, message.Language).ShouldBe(
            (MessageStatus.Sent, "dana@example.org", language)
        );
        var to = mail.To.Mailboxes.ShouldHaveSingleItem();
        (to.Name, to.Address).ShouldBe((name, "dana@example.org"));
        mail.From.Mailboxes.ShouldHaveSingleItem().Name.ShouldBe("Оқу орталығы");
        mail.Subject.ShouldBe(message.Subject);
        mail.TextBody!.ShouldContain(name);
        mail.MessageId.ShouldBe($"{message.Id:N}@example.org");
        mail.Date.ShouldBe(system.Clock.GetUtcNow());
        mail.Body!.Headers[HeaderId.ContentLanguage].ShouldBe(language);
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
    }

    [Fact]
    public async Task A_recipient_that_the_server_refuses_fails_with_its_words_and_the_others_go()
    {
        await using var system = System(Plain(server.Port));
        await SubmitAsync(system, await system.AddReachableAsync("nobody@example.org"));
        await SubmitAsync(system, await system.AddReachableAsync("full@example.org"));
        await SubmitAsync(system, await system.AddReachableAsync("dana@example.org"));
        server.Recipient = address =>
            address switch
            {
                "nobody@example.org" => new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "No such user here"),
                "full@example.org" => new SmtpResponse(SmtpReplyCode.InsufficientStorage, "Mailbox full"),
                _ => null,
            };

        await system.SendMessagesAsync();

        (await system.MessagesAsync())
            // The server tells behind a comma how many refusals it puts up with.
            .Select(m => (m.Status, m.LastError?.Split(',')[0]))
            .ShouldBe([
                (MessageStatus.Failed, "550 No such user here"),
                (MessageStatus.Waiting, "452 Mailbox full"),
                (MessageStatus.Sent, null),
            ]);
        server.Recipient = _ => null;
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await system.SendMessagesAsync();
        server.Taken.Select(m => m.To.Mailboxes.Single().Address).ShouldBe(["dana@example.org", "full@example.org"]);
    }

    [Fact]
    public async Task A_message_whose_content_is_refused_fails()
    {
        await using var system = System(Plain(server.Port));
        await SubmitAsync(system, await system.AddReachableAsync());
        server.Content = new SmtpResponse(SmtpReplyCode.TransactionFailed, "Looks like spam");

        await system.SendMessagesAsync();

        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        (message.Status, message.LastError).ShouldBe((MessageStatus.Failed, "554 Looks like spam"));
    }

    [Fact]
    public async Task A_server_that_is_down_gets_the_message_once_it_is_up_again()
    {
        await using var system = System(Plain(server.Port));
        await SubmitAsync(system, await system.AddReachableAsync());
        await server.StopAsync();
        await system.SendMessagesAsync();
        var waiting = (await system.MessagesAsync()).ShouldHaveSingleItem();
        (waiting.Status, waiting.Attempts).ShouldBe((MessageStatus.Waiting, 1));
        waiting.LastError.ShouldNotBeNullOrWhiteSpace();

        server.Start();
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await system.SendMessagesAsync();

        server.Taken.Count.ShouldBe(1);
        var sent = (await system.MessagesAsync()).ShouldHaveSingleItem();
        (sent.Status, sent.Attempts, sent.LastError).ShouldBe((MessageStatus.Sent, 2, null));
    }

    [Fact]
    public async Task Two_senders_at_once_send_nothing_twice()
    {
        await using var system = System(Plain(server.Port));
        var cohort = await system.AddCohortAsync();
        for (var i = 0; i < 40; i++)
        {
            var draft = await system.AddDraftAsync(cohort.Id, await system.AddReachableAsync($"p{i}@example.org"));
            await system.ChangeAsync(draft.Id, ApplicationVerb.Submit);
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(system.SendMessagesAsync)));
        await system.SendMessagesAsync();

        server.Taken.Count.ShouldBe(40);
        server.Taken.Select(m => m.MessageId).ShouldBeUnique();
        server.Taken.Select(m => m.To.Mailboxes.Single().Address).ShouldBeUnique();
    }

    [Theory]
    [InlineData("right", MessageStatus.Sent)]
    [InlineData("wrong", MessageStatus.Waiting)]
    public async Task A_server_that_knows_its_users_lets_only_those_in(string password, MessageStatus status)
    {
        await using var guarded = new MailServer(demandsUser: true);
        guarded.Start();
        var mail = Plain(guarded.Port);
        (mail.User, mail.Password) = ("office", password);
        await using var system = System(mail);
        await SubmitAsync(system, await system.AddReachableAsync());

        await system.SendMessagesAsync();

        (await system.MessagesAsync()).ShouldHaveSingleItem().Status.ShouldBe(status);
        guarded.Taken.Count.ShouldBe(status == MessageStatus.Sent ? 1 : 0);
    }

    [Fact]
    public async Task Nothing_goes_over_a_line_that_does_not_become_encrypted()
    {
        var mail = Plain(server.Port);
        mail.StartTls = true;
        await using var system = System(mail);
        await SubmitAsync(system, await system.AddReachableAsync());

        await system.SendMessagesAsync();

        server.Taken.ShouldBeEmpty();
        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        message.Status.ShouldBe(MessageStatus.Waiting);
        message.LastError!.ShouldContain("STARTTLS");
    }

    [Fact]
    public async Task A_server_that_refuses_our_own_address_costs_no_message_its_chance()
    {
        await using var system = System(Plain(server.Port));
        await SubmitAsync(system, await system.AddReachableAsync());
        server.From = _ => false;

        await system.SendMessagesAsync();

        (await system.MessagesAsync()).ShouldHaveSingleItem().Status.ShouldBe(MessageStatus.Waiting);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_waited_for_only_so_long()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var mail = Plain(((IPEndPoint)silent.LocalEndpoint).Port);
        mail.TimeoutSeconds = 1;
        await using var system = System(mail);
        await SubmitAsync(system, await system.AddReachableAsync());

        await system.SendMessagesAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        message.Status.ShouldBe(MessageStatus.Waiting);
        message.LastError.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task An_address_that_no_envelope_takes_is_undeliverable()
    {
        await using var system = System(Plain(server.Port));
        await SubmitAsync(system, await system.AddReachableAsync("dana <dana@example.org>"));

        await system.SendMessagesAsync();

        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        message.Status.ShouldBe(MessageStatus.Undeliverable);
        message.LastError!.ShouldContain("dana <dana@example.org>");
    }

    [Fact]
    public async Task Certificates_arrive_as_they_are_stored_each_under_a_name_of_its_own()
    {
        await using var system = System(Plain(server.Port));
        CertificateView[] issued =
        [
            await CertificateLetterTests.IssuedAsync(system, CertificateDelivery.File),
            await CertificateLetterTests.IssuedAsync(system, CertificateDelivery.File),
        ];
        CertificateLetterTests.Reach(system);

        await system.SendMessagesAsync();

        server.Taken.Count.ShouldBe(2);
        foreach (var (mail, certificate) in server.Taken.Zip(issued))
        {
            var file = mail.Attachments.OfType<MimePart>().ShouldHaveSingleItem();
            (file.FileName, file.ContentType.MimeType).ShouldBe(($"{certificate.Serial}.pdf", "application/pdf"));
            using var content = new MemoryStream();
            await file.Content!.DecodeToAsync(content, TestContext.Current.CancellationToken);
            content.ToArray().ShouldBe(await CertificateLetterTests.StoredAsync(system, certificate.FileHash!));
            mail.TextBody!.ShouldContain(certificate.VerificationCode);
        }

        server.Taken.SelectMany(mail => mail.Attachments.OfType<MimePart>()).Select(f => f.FileName).ShouldBeUnique();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_is_too_large_for_the_server_fails_and_the_others_go(bool announced)
    {
        await using var small = new MailServer(mostBytes: announced ? 2_000 : null);
        small.Start();
        await using var system = System(Plain(small.Port));
        await CertificateLetterTests.IssuedAsync(system, CertificateDelivery.File);
        CertificateLetterTests.Reach(system);
        var stored = (await system.QueryAsync<string>("SELECT FileHash FROM Certificates")).ShouldHaveSingleItem();
        var large = (await system.Files.PutAsync([new byte[4_000]], TestContext.Current.CancellationToken))[0];
        system.Execute($"UPDATE Certificates SET FileHash = '{large}' WHERE FileHash = '{stored}'");
        if (!announced)
            small.Content = new SmtpResponse(SmtpReplyCode.SizeLimitExceeded, "Too big");

        await system.SendMessagesAsync();

        var failed = (await system.MessagesAsync()).ShouldHaveSingleItem();
        failed.Status.ShouldBe(MessageStatus.Failed);
        failed.LastError!.ShouldContain(announced ? "takes at most 2000" : "Too big");
        small.Content = SmtpResponse.Ok;
        await SubmitAsync(system, await system.AddReachableAsync());
        await system.SendMessagesAsync();
        small.Taken.ShouldHaveSingleItem().Attachments.ShouldBeEmpty();
    }

    internal static async Task SubmitAsync(TestSystem system, Guid person)
    {
        var cohort = await system.AddCohortAsync();
        var draft = await system.AddDraftAsync(cohort.Id, person);
        (await system.ChangeAsync(draft.Id, ApplicationVerb.Submit)).Refusal.ShouldBeNull();
    }
}
