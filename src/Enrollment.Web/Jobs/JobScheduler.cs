using Quartz;

namespace Enrollment.Web.Jobs;

/// <summary>
/// Starts each job at its time while the server runs, a little after the server listens, so that the first answer waits
/// for nothing. The schedule lives in memory: work is claimed in the domain's own rows, so several nodes that each keep a
/// schedule of their own neither miss anything nor do it twice, and none of it has to outlive the process.
/// </summary>
sealed class JobScheduler(
    JobPlan plan,
    JobRunner runner,
    ILoggerFactory loggers,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : BackgroundService
{
    /// <summary>From the moment that the server listens to the first run.</summary>
    static readonly TimeSpan settling = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var jobs = plan.Jobs.Where(job => job.Every > TimeSpan.Zero).ToList();
        try
        {
            await lifetime.ApplicationStarted.WhenCanceledAsync(stoppingToken);
            await Task.Delay(settling, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        await using var factory = QuartzSchedulerBuilder
            .Create(quartz =>
            {
                quartz.Services.AddSingleton(loggers);
                quartz.UseJobFactory(new JobFactory(plan, runner, stoppingToken));
                quartz.UseInMemoryStore();
            })
            .Build();
        var scheduler = await factory.GetScheduler(stoppingToken);
        foreach (var job in jobs)
            await scheduler.ScheduleJob(DetailOf(job), TriggerOf(job), cancellationToken: stoppingToken);
        await scheduler.Start(stoppingToken);
        await stoppingToken.WhenCanceledAsync(CancellationToken.None);
        // The runs have seen the token and end by themselves; a statement that is under way is waited for.
        await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
    }

    static IJobDetail DetailOf(Job job) => JobBuilder.Create<JobRun>().WithIdentity(job.Name).Build();

    static ITrigger TriggerOf(Job job) =>
        TriggerBuilder
            .Create()
            .WithIdentity(job.Name)
            .StartNow()
            .WithSimpleSchedule(schedule =>
                schedule.WithInterval(job.Every).RepeatForever().MeasureIntervalFromCompletion()
            )
            .Build();
}
