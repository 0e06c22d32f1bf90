using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using MediatR;

namespace Enrollment.Web.Jobs;

/// <summary>The jobs of this program, each with its interval: the one of the settings, or else its own.</summary>
sealed class JobPlan(IReadOnlyDictionary<string, TimeSpan> intervals)
{
    readonly Dictionary<string, Job> jobs = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<Job> Jobs => jobs.Values;

    internal Job this[string name] => jobs[name];

    /// <summary>A job whose batch is one request, which answers how many it did.</summary>
    internal JobPlan Add<TRequest>(string name, TimeSpan every, Func<TRequest> request)
        where TRequest : IRequest<Result<int>>, IUseCase =>
        Add<IMediator>(name, every, (mediator, token) => mediator.Send(request(), token));

    /// <summary>A job whose batch is a method of a service: for work that takes more than one request.</summary>
    internal JobPlan Add<TService>(
        string name,
        TimeSpan every,
        Func<TService, CancellationToken, Task<Result<int>>> batch
    )
        where TService : notnull
    {
        var interval = intervals.TryGetValue(name, out var set) ? set : every;
        jobs.Add(
            name,
            new Job(name, interval, (services, token) => batch(services.GetRequiredService<TService>(), token))
        );
        return this;
    }

    /// <summary>Throws <see cref="SettingsException"/> where the settings name a job that there isn't.</summary>
    internal void Check()
    {
        foreach (var name in intervals.Keys.Where(name => !jobs.ContainsKey(name)))
        {
            throw new SettingsException(
                $"Enrollment:Jobs:{name} is the interval of no job. There are: {string.Join(", ", jobs.Keys)}."
            );
        }
    }
}
