using Enrollment.Messages;
using Enrollment.Web.Hosting;
using Enrollment.Web.Jobs;
using Enrollment.Web.Mail;
using MimeKit;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>What the applicants were written: by now each message is a file, or there is a reason why not.</summary>
sealed class MailRound(RequestSender sender, DemoReport report)
{
    internal async Task RunAsync()
    {
        var messages = await AllSettledAsync();
        var files = Directory.GetFiles(
            Path.Combine(MailRegistration.Maildir(sender.Services.GetRequiredService<Settings>()), "new")
        );
        var sent = messages.Where(message => message.Status == MessageStatus.Sent).ToList();
        report.Expect("every message that was sent is a file", sent.Count, files.Length);
        report.Check(
            "every other message has a reason",
            messages.Except(sent).All(m => m.Status == MessageStatus.Undeliverable && m.LastError is not null)
        );
        report.Count("messages sent", sent.Count);
        report.Count("messages without an address", messages.Count - sent.Count);
        // The message that says the most.
        foreach (var one in sent.Where(m => m.Kind == MessageKind.Offered).DistinctBy(m => m.Language))
        {
            var path = files.Single(file => file.Contains(one.Id.ToString("N"), StringComparison.Ordinal));
            using var mail = await MimeMessage.LoadAsync(path, sender.Token);
            report.Sample(one.Language!, $"{mail.Subject}\n\n{mail.TextBody}");
        }
    }

    /// <summary>The job sends by itself; here nobody waits for its time.</summary>
    async Task<List<MessageView>> AllSettledAsync()
    {
        var runner = sender.Services.GetRequiredService<JobRunner>();
        var job = sender.Services.GetRequiredService<JobPlan>()["send-messages"];
        while (true)
        {
            await runner.RunAsync(job, sender.Token);
            var all = await sender.ListAsync(after => new ListMessages(null, null, null, after, 1_000));
            if (all.All(message => message.Status != MessageStatus.Sending && !IsUntried(message)))
                return all;

            // The scheduled run has one in its hands.
            await Task.Delay(TimeSpan.FromMilliseconds(50), sender.Token);
        }
    }

    static bool IsUntried(MessageView message) => message is { Status: MessageStatus.Waiting, Attempts: 0 };
}
