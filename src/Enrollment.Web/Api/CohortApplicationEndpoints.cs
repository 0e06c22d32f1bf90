using Enrollment.Admissions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>The applications to a cohort and its waiting list.</summary>
static class CohortApplicationEndpoints
{
    internal static void MapCohortApplications(this RouteGroupBuilder api)
    {
        var cohorts = api.MapGroup("/cohorts").WithTags("Cohorts");
        cohorts
            .MapGet("/{id:guid}/applications", ListApplicationsAsync)
            .WithSummary("List a cohort's applications")
            .WithDescription(
                "'search' holds the beginnings of words of a name, in any script, or of an e-mail address."
            );
        foreach (var row in ApplicationTransitions.All)
        {
            cohorts
                .MapPost(
                    $"/{{id:guid}}/applications/{ApiJson.Name(row.Verb)}",
                    (Guid id, ApplicationsToChange body, ApplicationChanging changing, CancellationToken token) =>
                        ChangeApplicationsAsync(id, row.Verb, body, changing, token)
                )
                .WithSummary($"Take up to 500 applications to {row.To}")
                .WithDescription(
                    $"Fields demanded: {row.Demands}; allowed: {row.Allows}. Each row is changed or answered with its reason, "
                        + "in a transaction of its own; the version of a row is optional."
                );
        }

        cohorts
            .MapGet("/{id:guid}/waiting-list", ListWaitingAsync)
            .WithSummary("Read a cohort's waiting list in order");
        cohorts
            .MapPost("/{id:guid}/waiting-list/promote", PromoteAsync)
            .WithSummary("Offer a cohort's free seats to the head of its waiting list")
            .WithDescription("The program does so by itself every few seconds; up to 100 offers at once.");
    }

    static Task<Results<Listed<ApplicationView>, ProblemHttpResult>> ListApplicationsAsync(
        Guid id,
        [AsParameters] Paging paging,
        Wire<ApplicationState>? state,
        string? search,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListApplications(id, null, state?.Value, after, size) { Search = search },
            token
        );

    static async Task<Results<Read<ApplicationAnswers>, ProblemHttpResult>> ChangeApplicationsAsync(
        Guid id,
        ApplicationVerb verb,
        ApplicationsToChange body,
        ApplicationChanging changing,
        CancellationToken token
    )
    {
        var changed = await changing.ChangeAsync(id, verb, body, token);
        return changed.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Read<ApplicationAnswers>(new ApplicationAnswers(changed.Value), null);
    }

    static Task<Results<Listed<WaitingApplication>, ProblemHttpResult>> ListWaitingAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListWaiting(id, after, size), token);

    static async Task<Results<Read<Promoted>, ProblemHttpResult>> PromoteAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new PromoteWaiting(id), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Read<Promoted>(new Promoted(result.Value), null);
    }
}

/// <summary>What became of each application that was to be changed, in their order.</summary>
public sealed record ApplicationAnswers(IReadOnlyList<ApplicationAnswer> Rows)
{
    public int Changed => Rows.Count(row => row.Problem is null);
    public int Refused => Rows.Count(row => row.Problem is not null);
}

/// <summary>How many offers were made.</summary>
public sealed record Promoted(int Offered);
