using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Messages;

/// <summary>
/// Up to <paramref name="Size"/> messages that may be sent now, oldest first: those that wait, and those whose sender
/// has let its lease run out.
/// </summary>
[Requires(Permission.SendMessages)]
public sealed record ListDueMessages(int Size) : IQuery<IReadOnlyList<DueMessage>>;

public sealed record DueMessage
{
    public Guid Id { get; init; }
    public int Version { get; init; }
}

sealed class ListDueMessagesHandler(Db db, TimeProvider time)
    : IRequestHandler<ListDueMessages, Result<IReadOnlyList<DueMessage>>>
{
    public async Task<Result<IReadOnlyList<DueMessage>>> Handle(
        ListDueMessages request,
        CancellationToken cancellationToken
    )
    {
        var from = new { Now = time.GetUtcNow(), After = Guid.Empty };
        var abandoned = await db.PageAsync<DueMessage>(Abandoned, from, request.Size, row => row.Id, cancellationToken);
        var waiting = await db.PageAsync<DueMessage>(Waiting, from, request.Size, row => row.Id, cancellationToken);
        return Result<IReadOnlyList<DueMessage>>.Of([.. abandoned.Items.Concat(waiting.Items).Take(request.Size)]);
    }

    internal static readonly Sql Abandoned = new(
        """
        SELECT Id, Version FROM OutboxMessages
        WHERE Status = 'Sending' AND LeasedUntil <= @Now AND Id > @After
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql Waiting = new(
        """
        SELECT Id, Version FROM OutboxMessages
        WHERE Status = 'Waiting' AND DueAt <= @Now AND Id > @After
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
