using System.Diagnostics;
using Enrollment.Accounts;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Web.Hosting;

/// <summary>
/// Looks for the matches of people that were entered, changed or imported, a batch at a time and resting as long as it
/// worked, so that requests go first. What is left when the program stops waits in the database.
/// </summary>
sealed partial class MatchSweep(IServiceProvider provider, ILogger<MatchSweep> log) : BackgroundService
{
    const int BatchSize = 20;
    static readonly TimeSpan idle = TimeSpan.FromSeconds(1);
    static readonly TimeSpan afterFailure = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan rest;
            try
            {
                var began = Stopwatch.GetTimestamp();
                rest = await SweepAsync(stoppingToken) > 0 ? Stopwatch.GetElapsedTime(began) : idle;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database may be away; the tasks wait in it.
                Failed(log, failure);
                rest = afterFailure;
            }

            await Task.Delay(rest, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does one batch; the number of people that it looked at.</summary>
    internal async Task<int> SweepAsync(CancellationToken token)
    {
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = Caller.System;
        return await scope.ServiceProvider.GetRequiredService<MatchSearch>().RunBatchAsync(BatchSize, token);
    }

    [LoggerMessage(LogLevel.Error, "The search for records of the same person failed; it goes on later.")]
    static partial void Failed(ILogger log, Exception exception);
}
