using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>People whose matches are still to be looked for, in the order in which they were added.</summary>
[Requires(Permission.MergePeople)]
public sealed record ListMatchTasks(Guid? After, int Size) : IQuery<Page<MatchTask>>;

public sealed record MatchTask
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }

    /// <summary>Whether the person's keys are still to be written (see <see cref="WriteDueKeys"/>).</summary>
    public bool KeysDue { get; init; }
}

sealed class ListMatchTasksHandler(Db db) : IRequestHandler<ListMatchTasks, Result<Page<MatchTask>>>
{
    public async Task<Result<Page<MatchTask>>> Handle(ListMatchTasks request, CancellationToken cancellationToken) =>
        await db.PageAsync<MatchTask>(
            Page,
            new { After = request.After ?? Guid.Empty },
            request.Size,
            task => task.Id,
            cancellationToken
        );

    internal static readonly Sql Page = new(
        """
        SELECT Id, PersonId, KeysDue FROM PersonMatchTasks WHERE Id > @After ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}

/// <summary>Gives up the task of a person that was merged away meanwhile.</summary>
[Requires(Permission.MergePeople)]
public sealed record DropMatchTask(Guid Id) : ICommand<Done>;

sealed class DropMatchTaskHandler(Db db) : IRequestHandler<DropMatchTask, Result<Done>>
{
    public async Task<Result<Done>> Handle(DropMatchTask request, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(RecordMatchesHandler.Settle, new { request.Id }, cancellationToken);
        return Done.It;
    }
}
