using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Messages;

/// <summary>
/// Puts a message that was given up back into the queue with all its attempts: after the address was corrected, or the
/// mail server. <paramref name="Version"/> is the version that the caller saw, or null.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record RequeueMessage(Guid Id, int? Version) : ICommand<MessageView>;

sealed class RequeueMessageHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<RequeueMessage, Result<MessageView>>
{
    public async Task<Result<MessageView>> Handle(RequeueMessage request, CancellationToken cancellationToken)
    {
        var key = new { request.Id };
        var before = await db.FindAsync<MessageView>(GetMessageHandler.ById, key, cancellationToken);
        if (before is null)
            return Refusal.NotFound("message", request.Id);
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("message");
        if (before.Status is not (MessageStatus.Failed or MessageStatus.Undeliverable))
            return MessageErrors.NotRequeueable(before.Status);

        var row = new
        {
            request.Id,
            before.Version,
            Now = time.GetUtcNow(),
        };
        await db.ChangeAsync(Requeue, row, "message", cancellationToken);
        audit.Record("message.requeued", request.Id, new { before.Status, before.LastError });
        return (await db.FindAsync<MessageView>(GetMessageHandler.ById, key, cancellationToken))!;
    }

    internal static readonly Sql Requeue = new(
        """
        UPDATE OutboxMessages
        SET Status = 'Waiting', Attempts = 0, DueAt = @Now, LastError = NULL, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND Status IN ('Failed', 'Undeliverable')
        """
    );
}
