using Enrollment.Assessments.Deadlines;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>By when work is handed in: deadlines of a cohort, extensions of trainees.</summary>
static class DeadlineEndpoints
{
    internal static void MapDeadlines(this RouteGroupBuilder api)
    {
        var cohort = api.MapGroup("/cohorts/{id:guid}").WithTags("Deadlines");
        cohort
            .MapGet("/deadlines", GetAsync)
            .WithSummary("Read a cohort's deadlines")
            .WithDescription("'dueAt' is the first instant at which work is late.");
        cohort
            .MapPut("/deadlines", SetAsync)
            .WithSummary("Set, move or lift up to 500 deadlines: all of them, or none where one doesn't fit")
            .WithDescription(
                "Each carries the version that was read, 0 where there was none; another one is stale. After the release "
                    + "of results a change needs a reason."
            );
        cohort.MapGet("/extensions", ListAsync).WithSummary("List a cohort's trainees who have extensions");

        var enrollment = api.MapGroup("/enrollments/{id:guid}/extensions").WithTags("Deadlines");
        enrollment
            .MapGet("/", GetExtensionsAsync)
            .WithSummary("Read a trainee's extensions")
            .WithDescription("A trainee sees the own ones.");
        enrollment
            .MapPut("/{componentId:guid}", ExtendAsync)
            .WithSummary("Give a trainee a later last day")
            .WithDescription("'If-Match: \"0\"' for the first one.")
            .DemandsIfMatch();
        enrollment
            .MapDelete("/{componentId:guid}", RemoveAsync)
            .WithSummary("Take an extension back")
            .WithDescription("'attempt' is 1 where it is left out.")
            .DemandsIfMatch();
    }

    static Task<Results<Read<CohortDeadlines>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetDeadlines(id), null, token);

    static Task<Results<Read<CohortDeadlines>, ProblemHttpResult>> SetAsync(
        Guid id,
        DeadlineList body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new SetDeadlines(id, body.Deadlines, body.Reason), null, token);

    static Task<Results<Listed<TraineeExtensions>, ProblemHttpResult>> ListAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListExtensions(id, after, size), token);

    static Task<Results<Read<TraineeExtensions>, ProblemHttpResult>> GetExtensionsAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetExtensions(id), null, token);

    static async Task<Results<Read<ExtensionView>, ProblemHttpResult>> ExtendAsync(
        Guid id,
        Guid componentId,
        ExtensionFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(new SetExtension(id, componentId, version, body), x => x.Version, token);
    }

    static async Task<Results<Read<ExtensionView>, ProblemHttpResult>> RemoveAsync(
        Guid id,
        Guid componentId,
        int? attempt,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(
                new RemoveExtension(id, componentId, attempt ?? 1, version),
                x => x.Version,
                token
            );
    }
}

/// <summary>Deadlines to be set, 1 to 500.</summary>
public sealed record DeadlineList
{
    public required IReadOnlyList<DeadlineEntry> Deadlines { get; init; }

    /// <summary>Up to 1,000 characters; demanded once results were released.</summary>
    public string? Reason { get; init; }
}
