using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Pipeline;

namespace Enrollment.Web.Hosting;

/// <summary>At start, finishes the certificates that a crash left with a number and without a file.</summary>
sealed partial class PreparedSweep(IServiceProvider provider, ILogger<PreparedSweep> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server answers first; nobody waits for this.
        await Task.Yield();
        try
        {
            while (await SweepAsync(stoppingToken) is > 0 and var finished)
                Finished(log, finished);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is finished at the next start.
        }
        catch (Exception failure)
        {
            // The server goes on: what is left prepared is taken up by the next issue or the next start.
            Failed(log, failure);
        }
    }

    /// <summary>Finishes one batch; the number of certificates that it finished.</summary>
    internal async Task<int> SweepAsync(CancellationToken token)
    {
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = Caller.System;
        var result = await scope.ServiceProvider.GetRequiredService<CertificateIssuing>().FinishAsync(token);
        return result.Value;
    }

    [LoggerMessage(LogLevel.Error, "Certificates that were left prepared couldn't be finished.")]
    static partial void Failed(ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Information, "Finished {Count} certificates that were left prepared.")]
    static partial void Finished(ILogger log, int count);
}
