using Enrollment.Cohorts.Sessions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>The sessions of cohorts.</summary>
static class SessionEndpoints
{
    internal static void MapSessions(this RouteGroupBuilder api)
    {
        var ofCohort = api.MapGroup("/cohorts/{cohortId:guid}/sessions").WithTags("Sessions");
        ofCohort.MapPost("/", CreateAsync).WithSummary("Add a session to a cohort");
        ofCohort
            .MapPost("/series", CreateSeriesAsync)
            .WithSummary("Add up to 400 sessions on the same weekdays at the same times")
            .WithDescription("All of them are made, or none where one can't be.");
        ofCohort.MapGet("/", ListAsync).WithSummary("List a cohort's sessions in the order of time");

        var sessions = api.MapGroup("/sessions/{id:guid}").WithTags("Sessions");
        sessions.MapGet("/", GetAsync).WithSummary("Read a session");
        sessions
            .MapPut("/", UpdateAsync)
            .WithSummary("Change a session")
            .WithDescription("Where attendance was recorded it keeps its day.")
            .DemandsIfMatch();
        sessions
            .MapDelete("/", DeleteAsync)
            .WithSummary("Take away a session without attendance")
            .WithDescription("Where attendance was recorded, cancel it instead. Answers what is gone.")
            .DemandsIfMatch();
        sessions
            .MapPost("/cancel", CancelAsync)
            .WithSummary("Cancel a session, which then counts for nobody")
            .WithDescription("If-Match is optional.");
        sessions
            .MapPost("/reinstate", ReinstateAsync)
            .WithSummary("Take a session's cancellation back")
            .WithDescription("If-Match is optional.");
    }

    static Task<Results<Made<SessionView>, ProblemHttpResult>> CreateAsync(
        Guid cohortId,
        SessionFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreateSession(cohortId, body), s => ($"/api/v1/sessions/{s.Id}", s.Version), token);

    static Task<Results<Made<CreatedSessions>, ProblemHttpResult>> CreateSeriesAsync(
        Guid cohortId,
        SessionSeries body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.MakeAsync(
            new CreateSessionSeries(cohortId, body),
            _ => ($"/api/v1/cohorts/{cohortId}/sessions", 1),
            token
        );

    static Task<Results<Listed<SessionView>, ProblemHttpResult>> ListAsync(
        Guid cohortId,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListSessions(cohortId, after, size), token);

    static Task<Results<Read<SessionView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetSession(id), s => s.Version, token);

    static async Task<Results<Read<SessionView>, ProblemHttpResult>> UpdateAsync(
        Guid id,
        SessionFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateSession(id, version, body), s => s.Version, token);
    }

    static async Task<Results<Read<SessionView>, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new DeleteSession(id, version), s => s.Version, token);
    }

    static async Task<Results<Read<SessionView>, ProblemHttpResult>> CancelAsync(
        Guid id,
        SessionReason body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new CancelSession(id, version, body.Reason), s => s.Version, token);
    }

    static async Task<Results<Read<SessionView>, ProblemHttpResult>> ReinstateAsync(
        Guid id,
        SessionReason body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(new ReinstateSession(id, version, body.Reason), s => s.Version, token);
    }
}

/// <summary>Why, in 1 to 1,000 characters, for the trainees to read.</summary>
public sealed record SessionReason
{
    public required string Reason { get; init; }
}
