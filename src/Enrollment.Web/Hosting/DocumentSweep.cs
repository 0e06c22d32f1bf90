using Enrollment.Accounts;
using Enrollment.Admissions.Documents;
using Enrollment.Pipeline;

namespace Enrollment.Web.Hosting;

/// <summary>
/// While the server runs, from its start on: removes what broken uploads left, contents that nothing uses, and scans what
/// waits for the scanner.
/// </summary>
sealed partial class DocumentSweep(IServiceProvider provider, TimeProvider time, ILogger<DocumentSweep> log)
    : BackgroundService
{
    static readonly TimeSpan interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server answers first; nobody waits for this.
        await Task.Yield();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                await RunAsync<DocumentClearing>((clearing, token) => clearing.ClearAsync(token), stoppingToken);
                await RunAsync<DocumentScanning>((scanning, token) => scanning.ScanAsync(token), stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is done after the next start.
        }
    }

    /// <summary>Batch by batch until one does nothing.</summary>
    async Task RunAsync<T>(Func<T, CancellationToken, Task<Result<int>>> batch, CancellationToken token)
        where T : notnull
    {
        try
        {
            Result<int> result;
            do
            {
                await using var scope = provider.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = Caller.System;
                result = await batch(scope.ServiceProvider.GetRequiredService<T>(), token);
                if (result.Refusal is { } refusal)
                    Waits(log, typeof(T).Name, refusal.Message);
            } while (result.Refusal is null && result.Value > 0);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The server goes on, and the next turn tries again.
            Failed(log, typeof(T).Name, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Work} waits: {Reason}")]
    static partial void Waits(ILogger log, string work, string reason);

    [LoggerMessage(LogLevel.Error, "{Work} failed.")]
    static partial void Failed(ILogger log, string work, Exception exception);
}
