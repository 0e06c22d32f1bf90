using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>Searches, outside of any transaction, and keeps what was found in one.</summary>
public sealed class MatchSearch(IMediator mediator, RequestContext context)
{
    /// <summary>Looks for the matches of one person now; the number of records that were compared.</summary>
    public async Task<Result<FoundMatches>> ForAsync(Guid personId, CancellationToken token)
    {
        context.Idempotency = null;
        return await RunAsync(personId, null, token);
    }

    /// <summary>Does one batch of what waits; the number of tasks that it settled.</summary>
    public async Task<int> RunBatchAsync(int size, CancellationToken token)
    {
        var tasks = (await mediator.Send(new ListMatchTasks(null, size), token)).Value.Items;
        foreach (var task in tasks)
        {
            var found = await RunAsync(task.PersonId, task.Id, token);
            if (found.Refusal is { Kind: not RefusalKind.Busy })
                await mediator.Send(new DropMatchTask(task.Id), token);
        }

        return tasks.Count;
    }

    async Task<Result<FoundMatches>> RunAsync(Guid personId, Guid? taskId, CancellationToken token)
    {
        var found = await mediator.Send(new FindMatches(personId), token);
        if (found.Refusal is not null)
            return found;

        var recorded = await mediator.Send(new RecordMatches(found.Value, taskId), token);
        return recorded.Refusal is { } refusal ? refusal : found;
    }
}
