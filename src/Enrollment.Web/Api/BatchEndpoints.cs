using Enrollment.Certificates.Batches;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Certificates of a cohort, issued in the background.</summary>
static class BatchEndpoints
{
    internal static void MapBatches(this RouteGroupBuilder api)
    {
        var batches = api.MapGroup("/batches").WithTags("Certificates");
        batches
            .MapPost("/", CreateAsync)
            .WithSummary("Begin to issue the certificates of everybody who passed")
            .WithDescription("It goes on in the background, also after a restart. Read it to see how far it is.");
        batches.MapGet("/", ListAsync).WithSummary("List the batches");
        batches.MapGet("/{id:guid}", GetAsync).WithSummary("Read how far a batch is");
        batches.MapGet("/{id:guid}/rows", ListRowsAsync).WithSummary("List what became of each row of a batch");
        foreach (var verb in Enum.GetValues<IssueBatchVerb>())
        {
            var (from, to) = IssueBatchTransitions.Of(verb);
            batches
                .MapPost(
                    $"/{{id:guid}}/{ApiJson.Name(verb)}",
                    (Guid id, IMediator mediator, CancellationToken token) =>
                        mediator.ReadAsync(new ChangeIssueBatch(id, verb), b => b.Version, token)
                )
                .WithSummary($"Take a batch from {string.Join(" or ", from)} to {to}");
        }
    }

    static Task<Results<Made<IssueBatchView>, ProblemHttpResult>> CreateAsync(
        NewIssueBatch body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreateIssueBatch(body.CohortId), b => ($"/api/v1/batches/{b.Id}", b.Version), token);

    static Task<Results<Listed<IssueBatchView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Guid? cohortId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListIssueBatches(cohortId, after, size), token);

    static Task<Results<Read<IssueBatchView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetIssueBatch(id), b => b.Version, token);

    static Task<Results<Read<IReadOnlyList<IssueBatchRowView>>, ProblemHttpResult>> ListRowsAsync(
        Guid id,
        Wire<IssueRowState>? state,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ListIssueBatchRows(id, state?.Value), null, token);
}

/// <summary>Whose certificates are to be issued.</summary>
public sealed record NewIssueBatch
{
    public required Guid CohortId { get; init; }
}
