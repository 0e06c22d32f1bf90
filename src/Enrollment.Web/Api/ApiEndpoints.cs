using Microsoft.AspNetCore.Http.Metadata;

namespace Enrollment.Web.Api;

/// <summary>Maps the whole API under /api/v1.</summary>
static class ApiEndpoints
{
    static readonly int[] readProblems = [400, 401, 403, 404, 500, 503];
    static readonly int[] writeProblems = [.. readProblems, 409, 412, 413, 415, 422];

    internal static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        ((IEndpointConventionBuilder)api).Add(AnnounceProblems);
        api.MapCatalog();
        api.MapSchemes();
        api.MapRounds();
        api.MapCohorts();
        api.MapCohortApplications();
        api.MapCohortResults();
        api.MapPeople();
        api.MapMatches();
        api.MapAdmissions();
        api.MapDocuments();
        api.MapInterviews();
        api.MapSessions();
        api.MapAttendance();
        api.MapEligibility();
        api.MapSelection();
        api.MapRanking();
        api.MapTables();
        api.MapMarkSheets();
        api.MapRecords();
        api.MapDeadlines();
        api.MapModeration();
        api.MapCircumstances();
        api.MapBoard();
        api.MapAppeals();
        api.MapCertificates();
        api.MapWalletOffers();
        api.MapBatches();
        api.MapDesigns();
        api.MapRegister();
        api.MapReviews();
        api.MapMessages();
    }

    internal static void AnnounceProblems(EndpointBuilder endpoint)
    {
        var reads = endpoint.Metadata.OfType<IHttpMethodMetadata>().All(m => m.HttpMethods.All(HttpMethods.IsGet));
        foreach (var status in reads ? readProblems : writeProblems)
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problems.ContentType]));
    }

    /// <summary>Marks an edit that demands If-Match.</summary>
    internal static RouteHandlerBuilder DemandsIfMatch(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(IfMatchDemanded.It)
            .Produces<Problem>(StatusCodes.Status428PreconditionRequired, Problems.ContentType);
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

/// <summary>
/// A body that the endpoint reads as it comes and limits itself. The server's own limit would end the connection without
/// a word, and an idempotency key would demand to read it twice.
/// </summary>
sealed class StreamedBody : IRequestSizeLimitMetadata
{
    internal static StreamedBody It { get; } = new();

    public long? MaxRequestBodySize => null;
}
