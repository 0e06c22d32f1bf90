namespace Enrollment.Web.Jobs;

static class Cancellation
{
    /// <summary>Completes when the token is canceled; throws when <paramref name="giveUp"/> is.</summary>
    internal static async Task WhenCanceledAsync(this CancellationToken token, CancellationToken giveUp)
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(canceled.SetResult);
        await canceled.Task.WaitAsync(giveUp);
    }
}
