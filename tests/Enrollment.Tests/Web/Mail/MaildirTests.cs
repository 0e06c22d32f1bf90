using Enrollment.Messages;
using Enrollment.Tests.Messages;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.Hosting;
using Enrollment.Web.Mail;
using MimeKit;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Mail;

public sealed class MaildirTests : IDisposable
{
    readonly TemporaryDirectory data = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Fresh => Path.Combine(data.FullPath, "mail", "new");

    TestSystem System() => new(configure: services => services.AddMail(new Settings { DataDirectory = data.FullPath }));

    [Fact]
    public async Task Without_a_mail_server_messages_are_files()
    {
        await using var system = System();
        await SmtpTests.SubmitAsync(system, await system.AddReachableAsync(language: "kk"));

        await system.SendMessagesAsync();

        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        message.Status.ShouldBe(MessageStatus.Sent);
        var file = Directory.GetFiles(Fresh).ShouldHaveSingleItem();
        using var mail = await MimeMessage.LoadAsync(file, Token);
        mail.Subject.ShouldBe(message.Subject);
        mail.Subject!.ShouldStartWith("Өтінішіңіз қабылданды");
        mail.TextBody!.ShouldStartWith("Құрметті Dana Akhmetova");
        mail.MessageId.ShouldBe($"{message.Id:N}@localhost");
        Directory.GetFiles(Path.Combine(data.FullPath, "mail", "tmp")).ShouldBeEmpty();
        Directory.Exists(Path.Combine(data.FullPath, "mail", "cur")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_that_is_written_again_takes_the_place_of_the_first()
    {
        await using var system = System();
        await SmtpTests.SubmitAsync(system, await system.AddReachableAsync());
        var due = (await system.DoAsync(new ListDueMessages(1))).Single();
        var claimed = await system.DoAsync(new ClaimMessage(due.Id, due.Version));
        var message = new OutgoingMessage(
            claimed.Id,
            claimed.CreatedAt,
            claimed.Recipient!,
            claimed.Facts.PersonName,
            claimed.Facts.Language,
            claimed.Facts.Text()
        );
        var written = await system.AsSystemAsync<IMessageTransport, Delivery>(
            (t, token) => t.DeliverAsync(message, token)
        );
        written.ShouldBe(Delivery.Delivered);

        // The program ended before it had noted that.
        system.Clock.Advance(ClaimMessageHandler.Lease);
        await system.SendMessagesAsync();

        Directory.GetFiles(Fresh).Length.ShouldBe(1);
        (await system.MessagesAsync()).ShouldHaveSingleItem().Status.ShouldBe(MessageStatus.Sent);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_leaves_the_message_waiting()
    {
        await using var system = System();
        await SmtpTests.SubmitAsync(system, await system.AddReachableAsync());
        await File.WriteAllTextAsync(Path.Combine(data.FullPath, "mail"), "in the way", Token);

        await system.SendMessagesAsync();

        var message = (await system.MessagesAsync()).ShouldHaveSingleItem();
        message.Status.ShouldBe(MessageStatus.Waiting);
        message.LastError!.ShouldContain("mail");
    }

    public void Dispose() => data.Dispose();
}
