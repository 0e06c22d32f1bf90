using Enrollment.Assessments.Appeals;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Appeals against results.</summary>
static class AppealEndpoints
{
    internal static void MapAppeals(this RouteGroupBuilder api)
    {
        var own = api.MapGroup("/enrollments/{enrollmentId:guid}/appeals").WithTags("Appeals");
        own.MapPost("/", LodgeAsync)
            .WithSummary("Appeal against a released result or one of its components")
            .WithDescription("By the trainee, or by staff on the trainee's behalf, within the cohort's appealDays.");
        own.MapGet("/", ListOwnAsync).WithSummary("List the appeals of one trainee's record");

        var appeals = api.MapGroup("/appeals").WithTags("Appeals");
        appeals.MapGet("/", ListAsync).WithSummary("List appeals");
        appeals.MapGet("/{id:guid}", GetAsync).WithSummary("Read an appeal");
        foreach (var row in AppealTransitions.All.Where(row => row.Verb != AppealVerb.Withdraw))
        {
            appeals
                .MapPost(
                    $"/{{id:guid}}/{ApiJson.Name(row.Verb)}",
                    (Guid id, AppealReason? body, HttpRequest request, IMediator mediator, CancellationToken token) =>
                        DecideAsync(id, row.Verb, body, request, mediator, token)
                )
                .WithSummary($"Take an appeal from {string.Join(" or ", row.From)} to {row.To}")
                .WithDescription(
                    row.Decides
                        ? "Demands a reason, and somebody who marked none of the work."
                        : "Takes no reason. Whoever marked the work can't."
                );
        }

        appeals
            .MapPost("/{id:guid}/withdraw", WithdrawAsync)
            .WithSummary("Take an open appeal back")
            .WithDescription("By the trainee, or by staff on the trainee's word.");
    }

    static Task<Results<Made<AppealView>, ProblemHttpResult>> LodgeAsync(
        Guid enrollmentId,
        AppealFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new LodgeAppeal(enrollmentId, body), a => ($"/api/v1/appeals/{a.Id}", a.Version), token);

    static Task<Results<Listed<AppealView>, ProblemHttpResult>> ListOwnAsync(
        Guid enrollmentId,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListTraineeAppeals(enrollmentId, after, size), token);

    static Task<Results<Listed<AppealView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Wire<AppealState>? state,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListAppeals(state?.Value, after, size), token);

    static Task<Results<Read<AppealView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetAppeal(id), a => a.Version, token);

    static async Task<Results<Read<AppealView>, ProblemHttpResult>> DecideAsync(
        Guid id,
        AppealVerb verb,
        AppealReason? body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(new DecideAppeal(id, verb, version, body?.Reason), a => a.Version, token);
    }

    static async Task<Results<Read<AppealView>, ProblemHttpResult>> WithdrawAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new WithdrawAppeal(id, version), a => a.Version, token);
    }
}

/// <summary>Why, in 1 to 4,000 characters; the trainee reads it.</summary>
public sealed record AppealReason
{
    public string? Reason { get; init; }
}
