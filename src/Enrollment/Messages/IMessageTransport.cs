namespace Enrollment.Messages;

/// <summary>The way a message leaves the program; one per batch of messages, so that it may keep a connection.</summary>
public interface IMessageTransport
{
    /// <summary>
    /// Hands a message over, within a minute or two: well within the lease of whoever sends it. What the other side
    /// refuses and what keeps it from answering is an outcome, not an exception.
    /// </summary>
    Task<Delivery> DeliverAsync(OutgoingMessage message, CancellationToken token);
}

/// <summary>
/// A message on its way. Its <paramref name="Id"/> is the same at each attempt and must be in the Message-ID: a program
/// that ends between the server's answer and the note of it sends the message twice, and by the Message-ID the receiver
/// can drop the second.
/// </summary>
public sealed record OutgoingMessage(
    Guid Id,
    DateTimeOffset CreatedAt,
    string Recipient,
    string RecipientName,
    string Language,
    MessageText Text
)
{
    /// <summary>A file that comes with the text; null where there is none.</summary>
    public OutgoingFile? File { get; init; }
}

/// <summary>A PDF under its name, with the extension.</summary>
public sealed record OutgoingFile(string Name, ReadOnlyMemory<byte> Content);

public enum DeliveryEnd
{
    Delivered,

    /// <summary>Not now; this message may be accepted later.</summary>
    Delayed,

    /// <summary>Nothing can be handed over at the moment, this message or another.</summary>
    NoService,

    /// <summary>Never: the other side refused this message for good.</summary>
    Refused,

    /// <summary>There is no address, or it is none.</summary>
    NoAddress,
}

/// <summary>How an attempt ended; <paramref name="Error"/> is the other side's answer, null where it was delivered.</summary>
public sealed record Delivery(DeliveryEnd End, string? Error)
{
    public static Delivery Delivered { get; } = new(DeliveryEnd.Delivered, null);
}
