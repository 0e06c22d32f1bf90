using Enrollment.Accounts;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using MediatR;

namespace Enrollment.Web.CommandLine;

/// <summary>Sends requests on behalf of one caller, each in a scope of its own, through the pipeline of the API.</summary>
sealed class RequestSender(IServiceProvider services, Caller caller, CancellationToken token)
{
    internal CancellationToken Token => token;
    internal IServiceProvider Services => services;
    internal Caller Caller => caller;

    /// <summary>The same, on behalf of somebody else.</summary>
    internal RequestSender As(Caller other) => new(services, other, token);

    internal Task<Result<T>> TryAsync<T>(IRequest<Result<T>> request) => services.SendAsync(request, caller, token);

    /// <summary>For requests that nothing but a broken assumption refuses. Throws <see cref="RefusedException"/>.</summary>
    internal async Task<T> SendAsync<T>(IRequest<Result<T>> request)
    {
        var result = await TryAsync(request);
        return result.Refusal is { } refusal
            ? throw new RefusedException($"{request.GetType().Name} was refused: {RefusedException.Say(refusal)}")
            : result.Value;
    }

    /// <summary>Every page of a list.</summary>
    internal async Task<List<T>> ListAsync<T>(Func<Guid?, IRequest<Result<Data.Page<T>>>> page)
    {
        var all = new List<T>();
        Guid? cursor = null;
        do
        {
            var answer = await SendAsync(page(cursor));
            all.AddRange(answer.Items);
            cursor = answer.NextCursor;
        } while (cursor is not null);
        return all;
    }
}

/// <summary>The system refused what a command can't go on without; its message says why.</summary>
public sealed class RefusedException : Exception
{
    public RefusedException() { }

    public RefusedException(string message)
        : base(message) { }

    public RefusedException(string message, Exception innerException)
        : base(message, innerException) { }

    internal static string Say(Refusal refusal) =>
        refusal.Problems.Count == 0
            ? $"{refusal.Message} ({refusal.Code})"
            : $"{refusal.Message} {string.Join(" ", refusal.Problems.Select(p => $"{p.Field}: {p.Message}"))}";
}
