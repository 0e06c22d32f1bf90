using Enrollment.Admissions.Selection;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Selection among a cohort's applicants: criteria, reviewers, scores.</summary>
static class SelectionEndpoints
{
    internal static void MapSelection(this RouteGroupBuilder api)
    {
        var cohort = api.MapGroup("/cohorts/{id:guid}").WithTags("Selection");
        cohort
            .MapPost("/selection", CreateAsync)
            .WithSummary("Declare a cohort's selection criteria, or the next ones after a first score")
            .WithDescription("Scores belong to the criteria that they were given under and don't count under others.");
        cohort.MapGet("/selection", GetAsync).WithSummary("Read a cohort's selection criteria");
        cohort
            .MapPut("/selection", UpdateAsync)
            .WithSummary("Change criteria that no score was entered under")
            .DemandsIfMatch();
        cohort.MapGet("/reviewers", ListReviewersAsync).WithSummary("List who scores a cohort's applications");
        cohort
            .MapPost("/reviewers/assign", AssignAsync)
            .WithSummary("Make somebody a reviewer of a cohort's applications, all or some")
            .WithDescription("Nobody assigns themselves. Repeating it changes nothing.");
        cohort
            .MapPost("/reviewers/release", ReleaseAsync)
            .WithSummary("Take a reviewer's assignment back")
            .WithDescription("Nobody releases themselves. Scores that were submitted stay.");
        cohort
            .MapGet("/reviews", ListReviewsAsync)
            .WithSummary("List the applications of a cohort that the caller is to score");

        var application = api.MapGroup("/applications/{id:guid}").WithTags("Selection");
        application
            .MapGet("/scores", GetScoresAsync)
            .WithSummary("Read an application's scores")
            .WithDescription("A reviewer sees those of others once the own ones are submitted.");
        application
            .MapPut("/scores", SetScoresAsync)
            .WithSummary("Save the caller's draft of an application's scores")
            .DemandsIfMatch();
        application
            .MapPost("/scores/submit", SubmitAsync)
            .WithSummary("Submit the caller's scores of an application")
            .WithDescription("Every criterion must have one. They are fixed from then on. If-Match is optional.");
        application
            .MapPost("/scores/reopen", ReopenAsync)
            .WithSummary("Start another attempt at scores that were submitted, with a reason")
            .WithDescription("The submitted ones count until the new ones are submitted. If-Match is optional.");
    }

    static Task<Results<Made<SelectionView>, ProblemHttpResult>> CreateAsync(
        Guid id,
        SelectionFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreateSelection(id, body), s => ($"/api/v1/cohorts/{id}/selection", s.Version), token);

    static Task<Results<Read<SelectionView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetSelection(id), s => s.Version, token);

    static async Task<Results<Read<SelectionView>, ProblemHttpResult>> UpdateAsync(
        Guid id,
        SelectionFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateSelection(id, version, body), s => s.Version, token);
    }

    static Task<Results<Read<Reviewers>, ProblemHttpResult>> ListReviewersAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ListReviewers(id), null, token);

    static Task<Results<Read<ReviewerView>, ProblemHttpResult>> AssignAsync(
        Guid id,
        ReviewerAssignment body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ChangeReviewer(id, body.ReviewerId, body.ApplicationIds, true), null, token);

    static Task<Results<Read<ReviewerView>, ProblemHttpResult>> ReleaseAsync(
        Guid id,
        ReviewerAssignment body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ChangeReviewer(id, body.ReviewerId, body.ApplicationIds, false), null, token);

    static Task<Results<Listed<ReviewItem>, ProblemHttpResult>> ListReviewsAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListReviews(id, after, size), token);

    static Task<Results<Read<ApplicationScores>, ProblemHttpResult>> GetScoresAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetScores(id), s => s.Version, token);

    static async Task<Results<Read<ApplicationScores>, ProblemHttpResult>> SetScoresAsync(
        Guid id,
        ScoreList body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new SetScores(id, version, body.Scores), s => s.Version, token);
    }

    static async Task<Results<Read<ApplicationScores>, ProblemHttpResult>> SubmitAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new SubmitScores(id, version), s => s.Version, token);
    }

    static async Task<Results<Read<ApplicationScores>, ProblemHttpResult>> ReopenAsync(
        Guid id,
        ScoreReopening body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new ReopenScores(id, version, body.Reason), s => s.Version, token);
    }
}

/// <summary>Who scores what.</summary>
public sealed record ReviewerAssignment
{
    /// <summary>The reviewer as the audit trail names the caller.</summary>
    public required string ReviewerId { get; init; }

    /// <summary>1 to 500 applications of the cohort; left out: all, those yet to come included.</summary>
    public IReadOnlyList<Guid>? ApplicationIds { get; init; }
}

/// <summary>The scores of a draft, at most one per criterion.</summary>
public sealed record ScoreList(IReadOnlyList<ScoreEntry> Scores);

/// <summary>Why scores that were submitted are given anew, 1 to 1,000 characters.</summary>
public sealed record ScoreReopening(string Reason);
