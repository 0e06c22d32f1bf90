using Enrollment.Cohorts;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Admission rounds.</summary>
static class RoundEndpoints
{
    internal static void MapRounds(this RouteGroupBuilder api)
    {
        var rounds = api.MapGroup("/rounds").WithTags("Admission rounds");
        rounds.MapPost("/", CreateAsync).WithSummary("Create an admission round");
        rounds.MapGet("/", ListAsync).WithSummary("List admission rounds");
        rounds.MapGet("/{id:guid}", GetAsync).WithSummary("Read an admission round");
        rounds.MapPut("/{id:guid}", UpdateAsync).WithSummary("Change an admission round").DemandsIfMatch();
    }

    static Task<Results<Made<RoundView>, ProblemHttpResult>> CreateAsync(
        NewRound body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreateRound(body.CenterId, body), r => ($"/api/v1/rounds/{r.Id}", r.Version), token);

    static Task<Results<Listed<RoundView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Guid? centerId,
        string? code,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListRounds(centerId, code, after, size), token);

    static Task<Results<Read<RoundView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetRound(id), r => r.Version, token);

    static async Task<Results<Read<RoundView>, ProblemHttpResult>> UpdateAsync(
        Guid id,
        RoundFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateRound(id, version, body), r => r.Version, token);
    }
}

/// <summary>An admission round to be created.</summary>
public sealed record NewRound : RoundFields
{
    public required Guid CenterId { get; init; }
}
