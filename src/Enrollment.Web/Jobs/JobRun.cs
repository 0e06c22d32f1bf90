using Quartz;
using Quartz.Extensibility;

namespace Enrollment.Web.Jobs;

/// <summary>One run of the job that the schedule names; never two of the same at once within the process.</summary>
[DisallowConcurrentExecution]
sealed class JobRun(JobPlan plan, JobRunner runner, CancellationToken stopping) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await runner.RunAsync(plan[context.JobDetail.Key.Name], either.Token);
    }
}

sealed class JobFactory(JobPlan plan, JobRunner runner, CancellationToken stopping) : IJobFactory
{
    public ValueTask<JobScope> CreateJob(
        TriggerFiredBundle bundle,
        IScheduler scheduler,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(new JobScope(new JobRun(plan, runner, stopping)));

    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
