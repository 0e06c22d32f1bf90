using System.Diagnostics;
using System.Diagnostics.Metrics;
using MediatR;

namespace Enrollment.Pipeline;

/// <summary>
/// Measures each request: histogram <c>enrollment.request.duration</c> in seconds, tagged with the request's name and
/// its outcome ("ok", the code of the refusal, or "error").
/// </summary>
sealed class MetricsBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IUseCase
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        var start = Stopwatch.GetTimestamp();
        var outcome = "error";
        try
        {
            var response = await next();
            outcome = response.Refusal?.Code ?? "ok";
            return response;
        }
        finally
        {
            RequestMetrics.Duration.Record(
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                new KeyValuePair<string, object?>("request", typeof(TRequest).Name),
                new KeyValuePair<string, object?>("outcome", outcome)
            );
        }
    }
}

static class RequestMetrics
{
    static readonly Meter meter = new("Enrollment");

    internal static Histogram<double> Duration { get; } =
        meter.CreateHistogram<double>("enrollment.request.duration", "s", "Duration of use cases.");
}
