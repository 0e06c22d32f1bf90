using Microsoft.AspNetCore.Http.Metadata;

namespace Enrollment.Web.Api;

/// <summary>Maps the whole API under /api/v1.</summary>
static class ApiEndpoints
{
    internal static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes
            .MapGroup("/api/v1")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapCatalog();
        api.MapCohorts();
        api.MapAdmissions();
        api.MapRecords();
        api.MapCertificates();
    }

    /// <summary>Marks an edit that demands If-Match.</summary>
    internal static RouteHandlerBuilder DemandsIfMatch(this RouteHandlerBuilder route) =>
        route.WithMetadata(IfMatchDemanded.It).ProducesProblem(StatusCodes.Status428PreconditionRequired);
}

sealed class IfMatchDemanded
{
    internal static IfMatchDemanded It { get; } = new();
}

/// <summary>The largest body that an endpoint reads, in bytes; 1 MiB where none is set.</summary>
sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => Bytes;
}
