using Enrollment.Pipeline;

namespace Enrollment.Web.Jobs;

/// <summary>
/// What runs without a request: one batch, again and again until a batch finds nothing to do, and then after
/// <paramref name="Every"/> once more (zero: never).
/// </summary>
/// <param name="Name">As settings and the log name it: <c>send-messages</c>.</param>
/// <param name="Every">From the end of one run to the start of the next.</param>
/// <param name="Batch">Does one batch in the scope that it is given; answers how many it did.</param>
sealed record Job(string Name, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task<Result<int>>> Batch);
