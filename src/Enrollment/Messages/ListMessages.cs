using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Messages;

/// <summary>Messages about an application, to a person, of a status, or all, in the order of their events.</summary>
[Requires(Permission.ReadMessages)]
public sealed record ListMessages(Guid? ApplicationId, Guid? PersonId, MessageStatus? Status, Guid? After, int Size)
    : IQuery<Page<MessageView>>;

sealed class ListMessagesHandler(Db db) : IRequestHandler<ListMessages, Result<Page<MessageView>>>
{
    public async Task<Result<Page<MessageView>>> Handle(ListMessages request, CancellationToken cancellationToken)
    {
        var statement =
            request.ApplicationId is not null ? OfApplication
            : request.PersonId is not null ? OfPerson
            : request.Status is not null ? InStatus
            : All;
        return await db.PageAsync<MessageView>(
            statement,
            new
            {
                request.ApplicationId,
                request.PersonId,
                Status = request.Status?.ToString(),
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );
    }

    internal static readonly Sql OfApplication = new(
        $"""
        {MessageView.Select}
        WHERE m.ApplicationId = @ApplicationId AND m.Id > @After AND (@Status IS NULL OR m.Status = @Status)
          AND (@PersonId IS NULL OR m.PersonId = @PersonId)
        ORDER BY m.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfPerson = new(
        $"""
        {MessageView.Select}
        WHERE m.PersonId = @PersonId AND m.Id > @After AND (@Status IS NULL OR m.Status = @Status)
        ORDER BY m.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql InStatus = new(
        $"""
        {MessageView.Select}
        WHERE m.Status = @Status AND m.Id > @After
        ORDER BY m.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql All = new(
        $"""
        {MessageView.Select}
        WHERE m.Id > @After
        ORDER BY m.Id
        """
    )
    {
        Paged = true,
    };
}
