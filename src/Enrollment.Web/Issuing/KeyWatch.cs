using Enrollment.Documents.Signatures;
using Enrollment.Pipeline;

namespace Enrollment.Web.Issuing;

/// <summary>
/// Tells the log of keys that don't sign, or soon won't. More than once: a program runs for longer than the notice that it
/// gives at its start is remembered.
/// </summary>
sealed partial class KeyWatch(SigningKeySet keys, TimeProvider time, ILogger<KeyWatch> log)
{
    internal Task<Result<int>> LookAsync()
    {
        foreach (var problem in keys.FindProblems(time.GetUtcNow()))
            Problem(log, problem);
        return Task.FromResult(Result<int>.Of(0));
    }

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    static partial void Problem(ILogger log, string problem);
}
