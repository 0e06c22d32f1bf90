using System.Collections.Concurrent;
using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Web.Jobs;

/// <summary>
/// Runs a job to its end on behalf of the program itself. A failure is logged and left to the next run: in one line where
/// the database is away, and again only after a run that succeeded, so that a long outage doesn't fill the log.
/// </summary>
sealed partial class JobRunner(IServiceProvider provider, ILogger<JobRunner> log)
{
    readonly ConcurrentDictionary<string, bool> waiting = new(StringComparer.Ordinal);

    /// <summary>Runs batches until one does nothing; the number of things done.</summary>
    public async Task<int> RunAsync(Job job, CancellationToken token)
    {
        var done = 0;
        try
        {
            while (true)
            {
                var batch = await BatchAsync(job, token);
                if (batch.Refusal is { } refusal)
                {
                    Hold(job, refusal);
                    return done;
                }

                if (waiting.TryRemove(job.Name, out _))
                    GoesOn(log, job.Name);
                if (batch.Value == 0)
                    return done;
                done += batch.Value;
                Did(log, job.Name, batch.Value);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // What is left is done after the next start.
        }
        catch (DatabaseUnavailableException unavailable)
        {
            Hold(job, new Refusal(RefusalKind.Busy, unavailable.Code, unavailable.Message));
        }
        catch (Exception failure)
        {
            // The others and the next run go on.
            Failed(log, job.Name, failure);
        }

        return done;
    }

    async Task<Result<int>> BatchAsync(Job job, CancellationToken token)
    {
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = Caller.System;
        return await job.Batch(scope.ServiceProvider, token);
    }

    void Hold(Job job, Refusal refusal)
    {
        if (waiting.TryAdd(job.Name, true))
            Waits(log, job.Name, refusal.Code, refusal.Message);
    }

    [LoggerMessage(LogLevel.Error, "The job {Job} failed; it is tried again at its next time.")]
    static partial void Failed(ILogger log, string job, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The job {Job} waits ({Code}): {Message}")]
    static partial void Waits(ILogger log, string job, string code, string message);

    [LoggerMessage(LogLevel.Information, "The job {Job} goes on.")]
    static partial void GoesOn(ILogger log, string job);

    [LoggerMessage(LogLevel.Debug, "The job {Job} did {Count}.")]
    static partial void Did(ILogger log, string job, int count);
}
