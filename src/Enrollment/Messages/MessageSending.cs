using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Messages;

/// <summary>
/// Sends messages one by one in three steps: claim (a transaction), hand over (outside of one), settle (a transaction). A
/// crash in between leaves the message to whoever finds its lease ended; only one between the mail server's answer and the
/// note of it makes a message go twice, with the same Message-ID.
/// </summary>
public sealed class MessageSending(IMediator mediator, IMessageTransport transport, IFileStore files)
{
    /// <summary>The messages that one batch takes.</summary>
    public const int BatchSize = 50;

    /// <summary>
    /// Sends a batch of what is due; how many messages it settled. None, too, where nothing can be sent at the moment: the
    /// rest waits for the next run.
    /// </summary>
    public async Task<Result<int>> SendBatchAsync(CancellationToken token)
    {
        var due = await mediator.Send(new ListDueMessages(BatchSize), token);
        if (due.Refusal is { } unread)
            return unread;

        var settled = 0;
        foreach (var one in due.Value)
        {
            var claimed = await mediator.Send(new ClaimMessage(one.Id, one.Version), token);
            if (claimed.Refusal == MessageErrors.Taken)
                continue;
            if (claimed.Refusal is { } unclaimed)
                return unclaimed;

            var (subject, delivery) = await DeliverAsync(claimed.Value, token);
            // What was handed over is noted even while the program stops.
            var noted = await mediator.Send(
                new SettleMessage(claimed.Value, subject, delivery),
                CancellationToken.None
            );
            if (noted.Refusal is { } unnoted && unnoted != MessageErrors.Taken)
                return unnoted;
            if (delivery.End == DeliveryEnd.NoService)
                return 0;
            settled++;
        }

        return settled;
    }

    async Task<(string? Subject, Delivery Delivery)> DeliverAsync(ClaimedMessage message, CancellationToken token)
    {
        if (message.Recipient is not { } recipient)
            return (null, new Delivery(DeliveryEnd.NoAddress, "The person has no e-mail address."));
        if (message.Attempts > RetryPlan.LastAttempt)
            return (null, new Delivery(DeliveryEnd.Refused, "No attempt to send it came to its end."));

        var text = message.Facts.Text();
        var (file, unreadable) = await FileAsync(message.Facts, token);
        if (unreadable is not null)
            return (text.Subject, unreadable);

        var outgoing = new OutgoingMessage(
            message.Id,
            message.CreatedAt,
            recipient,
            message.Facts.PersonName,
            message.Facts.Language,
            text
        )
        {
            File = file,
        };
        return (text.Subject, await transport.DeliverAsync(outgoing, token));
    }

    /// <summary>The certificate that comes along, or why it can't; neither where none does.</summary>
    async Task<(OutgoingFile? File, Delivery? Unreadable)> FileAsync(MessageFacts facts, CancellationToken token)
    {
        if (facts.FileName is not { } name)
            return (null, null);

        try
        {
            await using var stored = facts.FileHash is { } hash ? await files.OpenAsync(hash, token) : null;
            if (stored is null)
            {
                return (
                    null,
                    new Delivery(
                        DeliveryEnd.Refused,
                        $"The file {facts.FileHash} of certificate {facts.Serial} isn't in the store. Bring it back, or "
                            + "have the center deliver certificates by link; then send the message again."
                    )
                );
            }

            using var content = new MemoryStream();
            await stored.CopyToAsync(content, token);
            return (new OutgoingFile(name, content.ToArray()), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, new Delivery(DeliveryEnd.Delayed, failure.Message));
        }
    }
}
