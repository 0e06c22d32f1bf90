using System.Text;
using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Messages;

/// <summary>
/// Says what became of a message that the sender had claimed: it is sent, waits for its next attempt, or is given up.
/// Refused where the lease ran out and another sender has it.
/// </summary>
[Requires(Permission.SendMessages)]
public sealed record SettleMessage(ClaimedMessage Message, string? Subject, Delivery Delivery)
    : ICommand<MessageStatus>;

sealed class SettleMessageHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<SettleMessage, Result<MessageStatus>>
{
    /// <summary>What is kept of a mail server's answer, in characters.</summary>
    const int LongestError = 1_000;

    public async Task<Result<MessageStatus>> Handle(SettleMessage request, CancellationToken cancellationToken)
    {
        var (message, subject, delivery) = request;
        var now = time.GetUtcNow();
        var (status, due) = After(delivery.End, message.Attempts, now);
        var row = new
        {
            message.Id,
            message.Version,
            Status = status.ToString(),
            DueAt = due,
            SentAt = status == MessageStatus.Sent ? now : (DateTimeOffset?)null,
            message.Facts.Language,
            message.Recipient,
            Subject = subject,
            LastError = Storable(delivery.Error),
        };
        if (await db.ExecuteAsync(Settle, row, cancellationToken) == 0)
            return MessageErrors.Taken;

        audit.Record(
            $"message.{status.ToString().ToLowerInvariant()}",
            message.Id,
            new { message.Attempts, delivery.Error }
        );
        return status;
    }

    /// <summary>The status after an attempt, and when the next one is due.</summary>
    internal static (MessageStatus Status, DateTimeOffset DueAt) After(
        DeliveryEnd end,
        int attempts,
        DateTimeOffset now
    ) =>
        end switch
        {
            DeliveryEnd.Delivered => (MessageStatus.Sent, now),
            DeliveryEnd.NoAddress => (MessageStatus.Undeliverable, now),
            DeliveryEnd.Refused => (MessageStatus.Failed, now),
            _ => RetryPlan.WaitAfter(attempts) is { } wait
                ? (MessageStatus.Waiting, now + wait)
                : (MessageStatus.Failed, now),
        };

    /// <summary>A mail server may answer anything; not every engine stores a NUL or half a character.</summary>
    internal static string? Storable(string? error)
    {
        if (error is null)
            return null;

        var runes = error.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? new Rune(' ') : rune);
        return string.Concat(runes.Take(LongestError)).Trim();
    }

    internal static readonly Sql Settle = new(
        """
        UPDATE OutboxMessages
        SET Status = @Status, DueAt = @DueAt, LeasedUntil = NULL, SentAt = @SentAt, Language = @Language,
            Recipient = @Recipient, Subject = @Subject, LastError = @LastError, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND Status = 'Sending'
        """
    );
}
