using Enrollment.Pipeline;

namespace Enrollment.Messages;

public static class MessageErrors
{
    /// <summary>For senders: somebody else sends it, or it was sent meanwhile.</summary>
    public static Refusal Taken { get; } =
        Refusal.Conflict("message_taken", "Another sender has taken this message. Leave it to that one.");

    public static Refusal NotRequeueable(MessageStatus status) =>
        Refusal.Conflict(
            "message_not_requeueable",
            $"Only a message that failed or couldn't be delivered is sent again; this one is '{status.Wire()}'."
        );
}
