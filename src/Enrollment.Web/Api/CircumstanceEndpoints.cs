using Enrollment.Assessments.Circumstances;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Claims of extenuating circumstances.</summary>
static class CircumstanceEndpoints
{
    internal static void MapCircumstances(this RouteGroupBuilder api)
    {
        var enrollment = api.MapGroup("/enrollments/{id:guid}/circumstance-claims").WithTags("Circumstances");
        enrollment
            .MapPost("/", LodgeAsync)
            .WithSummary("Tell of extenuating circumstances")
            .WithDescription(
                "The statement is read by the trainee and the board alone. Without a component: all work."
            );
        enrollment.MapGet("/", ListOfTraineeAsync).WithSummary("List a trainee's claims");
        api.MapGet("/cohorts/{id:guid}/circumstance-claims", ListAsync)
            .WithTags("Circumstances")
            .WithSummary("List a cohort's claims for the board");

        var claim = api.MapGroup("/circumstance-claims/{id:guid}").WithTags("Circumstances");
        claim.MapGet("/", GetAsync).WithSummary("Read a claim with its statement");
        foreach (var verb in new[] { ClaimVerb.Accept, ClaimVerb.Reject })
        {
            claim
                .MapPost(
                    $"/{ApiJson.Name(verb)}",
                    (Guid id, ClaimDecision body, HttpRequest request, IMediator mediator, CancellationToken token) =>
                        DecideAsync(id, verb, body, request, mediator, token)
                )
                .WithSummary($"{verb} a claim")
                .WithDescription(
                    verb == ClaimVerb.Accept
                        ? "Demands one remedy, which takes effect at once. If-Match is optional."
                        : "Takes no remedy. If-Match is optional."
                );
        }

        claim
            .MapPost("/withdraw", WithdrawAsync)
            .WithSummary("Take a claim back before it is decided")
            .WithDescription("If-Match is optional.");
    }

    static Task<Results<Made<ClaimView>, ProblemHttpResult>> LodgeAsync(
        Guid id,
        ClaimFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new LodgeClaim(id, body), c => ($"/api/v1/circumstance-claims/{c.Id}", c.Version), token);

    static Task<Results<Listed<ClaimView>, ProblemHttpResult>> ListOfTraineeAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListTraineeClaims(id, after, size), token);

    static Task<Results<Listed<ClaimView>, ProblemHttpResult>> ListAsync(
        Guid id,
        [AsParameters] Paging paging,
        Wire<ClaimState>? state,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListClaims(id, state?.Value, after, size), token);

    static Task<Results<Read<ClaimView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetClaim(id), c => c.Version, token);

    static async Task<Results<Read<ClaimView>, ProblemHttpResult>> DecideAsync(
        Guid id,
        ClaimVerb verb,
        ClaimDecision body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new DecideClaim(id, verb, version, body), c => c.Version, token);
    }

    static async Task<Results<Read<ClaimView>, ProblemHttpResult>> WithdrawAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new WithdrawClaim(id, version), c => c.Version, token);
    }
}
