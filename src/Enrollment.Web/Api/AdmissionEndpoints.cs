using System.Collections.Frozen;
using System.Text.Json;
using Enrollment.Admissions;
using Enrollment.Audit;
using Enrollment.Data;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Applications.</summary>
static class AdmissionEndpoints
{
    internal static void MapAdmissions(this RouteGroupBuilder api)
    {
        var applications = api.MapGroup("/applications").WithTags("Applications");
        applications.MapPost("/", CreateAsync).WithSummary("Start an application as a draft");
        applications
            .MapGet("/", ListAsync)
            .WithSummary("List applications")
            .WithDescription(
                "'search', within a cohort, holds the beginnings of words of a name or of an e-mail address."
            );
        applications
            .MapGet("/{id:guid}", GetAsync)
            .WithSummary("Read an application")
            .WithDescription("'transitions' names what the caller may do now.");
        applications.MapPut("/{id:guid}", EditAsync).WithSummary("Change a draft").DemandsIfMatch();
        applications.MapGet("/{id:guid}/history", HistoryAsync).WithSummary("Read what happened to an application");
        applications
            .MapGet("/{id:guid}/conditions", ListConditionsAsync)
            .WithSummary("List the conditions of an application's offer");
        foreach (var state in Enum.GetValues<ConditionState>())
        {
            applications
                .MapPost(
                    $"/{{id:guid}}/conditions/{{position:int}}/{decisions[state]}",
                    (
                        Guid id,
                        int position,
                        ConditionNote? body,
                        HttpRequest request,
                        IMediator mediator,
                        CancellationToken token
                    ) => DecideAsync(id, position, state, body, request, mediator, token)
                )
                .WithSummary($"Set a condition of an offer to {state}")
                .WithDescription("If-Match, with the condition's version, is optional.");
        }

        applications
            .MapPost("/{id:guid}/place-before", PlaceBeforeAsync)
            .WithSummary("Place an application on the waiting list before another, for a reason")
            .WithDescription("If-Match is optional.");
        foreach (var row in ApplicationTransitions.All)
        {
            applications
                .MapPost(
                    $"/{{id:guid}}/{ApiJson.Name(row.Verb)}",
                    (
                        Guid id,
                        TransitionInput? body,
                        HttpRequest request,
                        IMediator mediator,
                        CancellationToken token
                    ) => ChangeAsync(id, row.Verb, body, request, mediator, token)
                )
                .WithSummary($"Take an application from {string.Join(" or ", row.From)} to {row.To}")
                .WithDescription($"Fields demanded: {row.Demands}; allowed: {row.Allows}. If-Match is optional.");
        }
    }

    static Task<Results<Made<ApplicationView>, ProblemHttpResult>> CreateAsync(
        NewApplication body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.MakeAsync(
            new CreateApplication(body.PersonId, body.CohortId, body.Statement),
            a => ($"/api/v1/applications/{a.Id}", a.Version),
            token
        );

    static Task<Results<Listed<ApplicationView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Guid? personId,
        Guid? cohortId,
        Wire<ApplicationState>? state,
        string? search,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListApplications(cohortId, personId, state?.Value, after, size) { Search = search },
            token
        );

    static Task<Results<Read<ApplicationView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetApplication(id), a => a.Version, token);

    static async Task<Results<Read<ApplicationView>, ProblemHttpResult>> EditAsync(
        Guid id,
        DraftText body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new EditDraft(id, version, body.Statement), a => a.Version, token);
    }

    static async Task<Results<Read<ApplicationView>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        ApplicationVerb verb,
        TransitionInput? body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new ChangeApplication(id, verb, version, body ?? TransitionInput.Empty),
                a => a.Version,
                token
            );
    }

    static readonly FrozenDictionary<ConditionState, string> decisions = new Dictionary<ConditionState, string>
    {
        [ConditionState.Pending] = "reset",
        [ConditionState.Met] = "meet",
        [ConditionState.Waived] = "waive",
        [ConditionState.NotMet] = "fail",
    }.ToFrozenDictionary();

    static Task<Results<Read<IReadOnlyList<ConditionView>>, ProblemHttpResult>> ListConditionsAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ListConditions(id), null, token);

    static async Task<Results<Read<ApplicationView>, ProblemHttpResult>> DecideAsync(
        Guid id,
        int position,
        ConditionState state,
        ConditionNote? body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new DecideCondition(id, position, state, version, body?.Note),
                a => a.Version,
                token
            );
    }

    static async Task<Results<Read<ApplicationView>, ProblemHttpResult>> PlaceBeforeAsync(
        Guid id,
        Placement body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new PlaceBefore(id, version, body.BeforeId, body.Reason),
                a => a.Version,
                token
            );
    }

    static async Task<Results<Listed<AuditEntry>, ProblemHttpResult>> HistoryAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    )
    {
        if (paging.Problem is { } problem)
            return problem.ToProblem();

        var result = await mediator.Send(new ListApplicationHistory(id, paging.After, paging.Size), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Listed<AuditEntry>(AuditEntry.Of(result.Value));
    }
}

/// <summary>An application to be started.</summary>
public sealed record NewApplication
{
    public required Guid PersonId { get; init; }
    public required Guid CohortId { get; init; }

    /// <summary>What the applicant wants to say, up to 10,000 characters.</summary>
    public string? Statement { get; init; }
}

/// <summary>What a registrar notes when deciding a condition, up to 1,000 characters; demanded to waive or fail it.</summary>
public sealed record ConditionNote
{
    public string? Note { get; init; }
}

/// <summary>Where an application is placed on the waiting list.</summary>
public sealed record Placement
{
    /// <summary>The application of the same waiting list that comes after it.</summary>
    public required Guid BeforeId { get; init; }

    /// <summary>1 to 1,000 characters.</summary>
    public required string Reason { get; init; }
}

public sealed record DraftText
{
    public required string? Statement { get; init; }
}

/// <summary>An audit event with its details as JSON of any form, or null.</summary>
public sealed record AuditEntry(
    Guid Id,
    DateTimeOffset At,
    string ActorId,
    string ActorRole,
    string Action,
    Guid SubjectId,
    JsonElement Details
)
{
    internal static Page<AuditEntry> Of(Page<AuditEvent> page) =>
        new(
            [
                .. page.Items.Select(e => new AuditEntry(
                    e.Id,
                    e.At,
                    e.ActorId,
                    e.ActorRole,
                    e.Action,
                    e.SubjectId,
                    JsonElement.Parse(e.Details ?? "null")
                )),
            ],
            page.NextCursor
        );
}
