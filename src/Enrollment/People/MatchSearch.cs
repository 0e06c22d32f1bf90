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

    /// <summary>
    /// Does one batch of what waits; the number of tasks that it looked at. Keys that are due are committed before their
    /// people are searched for: of two records whichever search comes second then finds the other, whoever ran it.
    /// </summary>
    public async Task<int> RunBatchAsync(int size, CancellationToken token)
    {
        var tasks = (await mediator.Send(new ListMatchTasks(null, size), token)).Value.Items;
        var edited = await WriteDueAsync(tasks, token);
        foreach (var task in tasks.Where(task => !edited.Contains(task.PersonId)))
        {
            var found = await RunAsync(task.PersonId, task.Id, token);
            if (found.Refusal is { Kind: not RefusalKind.Busy })
                await mediator.Send(new DropMatchTask(task.Id), token);
        }

        return tasks.Count;
    }

    /// <summary>Those whose keys couldn't be written yet, since somebody edited them meanwhile; their tasks wait.</summary>
    async Task<IReadOnlySet<Guid>> WriteDueAsync(IReadOnlyList<MatchTask> tasks, CancellationToken token)
    {
        var due = tasks.Where(task => task.KeysDue).Select(task => task.PersonId).Distinct().ToList();
        if (due.Count == 0)
            return new HashSet<Guid>();

        var reckoned = await mediator.Send(new ReckonDueKeys(due), token);
        var written = await mediator.Send(new WriteDueKeys(reckoned.Value), token);
        return written.Refusal is null ? written.Value.Edited : due.ToHashSet();
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
