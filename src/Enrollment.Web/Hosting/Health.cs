using Enrollment.Data;
using Enrollment.Web.Api;
using MediatR;

namespace Enrollment.Web.Hosting;

/// <summary>Live: the process answers. Ready: its database does too.</summary>
static partial class Health
{
    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", () => TypedResults.Text("live")).ExcludeFromDescription();
        routes.MapGet("/healthz/ready", ReadyAsync).ExcludeFromDescription();
    }

    static async Task<IResult> ReadyAsync(IMediator mediator, ILogger<Settings> log, CancellationToken token)
    {
        try
        {
            await mediator.Send(new CheckDatabase(), token);
            return TypedResults.Text("ready");
        }
        catch (Exception unreachable)
            when (unreachable is System.Data.Common.DbException or DatabaseUnavailableException)
        {
            NotReady(log, unreachable);
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                "database_unreachable",
                "The database doesn't answer. The log says why."
            );
        }
    }

    [LoggerMessage(LogLevel.Error, "The database doesn't answer.")]
    static partial void NotReady(ILogger log, Exception exception);
}
