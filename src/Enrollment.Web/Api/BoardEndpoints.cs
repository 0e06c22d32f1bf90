using System.ComponentModel;
using Enrollment.Assessments;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Enrollment.Web.Api;

/// <summary>Meetings of assessment boards: their agenda, decisions and minutes.</summary>
static class BoardEndpoints
{
    internal static void MapBoard(this RouteGroupBuilder api)
    {
        var board = api.MapGroup("/board-meetings").WithTags("Board meetings");
        board.MapPost("/", HoldAsync).WithSummary("Open the minutes of a board meeting");
        board.MapGet("/", ListMeetingsAsync).WithSummary("List board meetings");
        board
            .MapGet("/{id:guid}", GetMeetingAsync)
            .WithSummary("Read a board meeting with its attendees and the cohorts that it decides on");
        board
            .MapPut("/{id:guid}", UpdateAsync)
            .WithSummary("Enter attendees, quorum, remarks and the margin of borderline results")
            .WithDescription(
                "While the minutes are open. What is left out is taken away, but for 'minutesNumber' and 'heldOn', which "
                    + "then stay as they are."
            )
            .DemandsIfMatch();
        board
            .MapDelete("/{id:guid}", RemoveAsync)
            .WithSummary("Take away a meeting that has decided nothing")
            .WithDescription("Before it is sealed; its minutes number is free again. Answers what is gone.")
            .DemandsIfMatch();
        board
            .MapPut("/{id:guid}/cohorts", SetCohortsAsync)
            .WithSummary("Say which cohorts the meeting decides on")
            .WithDescription("They make its agenda, and it decides on no others. A cohort with a decision stays.")
            .DemandsIfMatch();
        board
            .MapGet("/{id:guid}/agenda", GetAgendaAsync)
            .WithSummary("Read whom the meeting has to decide on, a page of cohorts at a time")
            .WithDescription(
                "Borderline results come first, the closest on top, then incomplete ones, then those that were computed "
                    + "before the latest change of a mark, then the rest by name."
            );
        MapDecisions(board.MapGroup("/{id:guid}/decisions"));
        board
            .MapPost("/{id:guid}/decide-unflagged", DecideUnflaggedAsync)
            .WithSummary("Decide as computed on everybody without a flag")
            .WithDescription(
                "Answers how many were decided on and who is left, with the flags. At most 5,000 at once."
            );
        board
            .MapPost("/{id:guid}/seal", SealAsync)
            .WithSummary("Close the minutes")
            .WithDescription(
                "Demands a chair, the quorum and a decision, and in 'undecided' the number of trainees of the meeting's "
                    + "cohorts who are left undecided, if any. Nothing in them changes afterwards."
            );
        board
            .MapGet("/{id:guid}/minutes", GetMinutesAsync)
            .WithSummary("Read the minutes as they were sealed, or a draft of them");
        board
            .MapGet("/{id:guid}/minutes.pdf", GetMinutesFileAsync)
            .WithSummary("Download the minutes, or a draft of them, for paper")
            .WithDescription("'language' is en, kk, ru or zh; what somebody entered stays as it was entered.")
            .Produces<byte[]>(200, "application/pdf")
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, Problems.ContentType);
    }

    static void MapDecisions(RouteGroupBuilder decisions)
    {
        decisions.MapGet("/", ListDecisionsAsync).WithSummary("List the decisions of a meeting");
        decisions
            .MapPost("/", DecideAsync)
            .WithSummary("Enter up to 5,000 decisions")
            .WithDescription(
                "Each ends saved or with its own reason. Without 'decision': as computed. With 'computedAt' of the agenda's "
                    + "row a decision is refused with 'result_changed' where another result stands by now."
            )
            .WithMetadata(new BodyLimit(8 * 1024 * 1024));
        decisions.MapGet("/{enrollmentId:guid}", GetDecisionAsync).WithSummary("Read the decision on one trainee");
        decisions
            .MapPut("/{enrollmentId:guid}", ChangeDecisionAsync)
            .WithSummary("Change a decision while the minutes are open")
            .DemandsIfMatch();
        decisions
            .MapDelete("/{enrollmentId:guid}", RemoveDecisionAsync)
            .WithSummary("Take a decision back while the minutes are open")
            .WithDescription("What stood before it stands again. Answers what it was.")
            .DemandsIfMatch();
    }

    static Task<Results<Made<MeetingView>, ProblemHttpResult>> HoldAsync(
        NewMeeting body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.MakeAsync(
            new HoldBoardMeeting(body.CenterId, body.MinutesNumber, body.HeldOn, body.Kind),
            m => ($"/api/v1/board-meetings/{m.Id}", m.Version),
            token
        );

    static Task<Results<Listed<MeetingView>, ProblemHttpResult>> ListMeetingsAsync(
        [AsParameters] Paging paging,
        Guid? centerId,
        string? minutesNumber,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(paging, (after, size) => new ListBoardMeetings(centerId, minutesNumber, after, size), token);

    static Task<Results<Read<MeetingDetails>, ProblemHttpResult>> GetMeetingAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetBoardMeeting(id), m => m.Version, token);

    static async Task<Results<Read<MeetingDetails>, ProblemHttpResult>> UpdateAsync(
        Guid id,
        MeetingFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateBoardMeeting(id, version, body), m => m.Version, token);
    }

    static async Task<Results<Read<MeetingDetails>, ProblemHttpResult>> RemoveAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new RemoveBoardMeeting(id, version), m => m.Version, token);
    }

    static async Task<Results<Read<MeetingDetails>, ProblemHttpResult>> SetCohortsAsync(
        Guid id,
        MeetingCohorts body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(new SetBoardCohorts(id, version, body.CohortIds), m => m.Version, token);
    }

    static Task<Results<Listed<CohortAgenda>, ProblemHttpResult>> GetAgendaAsync(
        Guid id,
        [AsParameters] Paging paging,
        [FromQuery, Description("One of the meeting's cohorts; left out: all.")] Guid? cohortId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new GetAgenda(id, cohortId, after, size), token);

    static Task<Results<Listed<DecisionView>, ProblemHttpResult>> ListDecisionsAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListDecisions(id, after, size), token);

    static Task<Results<Read<DecisionsRecorded>, ProblemHttpResult>> DecideAsync(
        Guid id,
        DecisionList body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new RecordDecisions(id, body.Decisions), null, token);

    static Task<Results<Read<UnflaggedDecided>, ProblemHttpResult>> DecideUnflaggedAsync(
        Guid id,
        [FromQuery, Description("One of the meeting's cohorts; left out: all.")] Guid? cohortId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new DecideUnflagged(id, cohortId), null, token);

    static Task<Results<Read<DecisionView>, ProblemHttpResult>> GetDecisionAsync(
        Guid id,
        Guid enrollmentId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetDecision(id, enrollmentId), d => d.Version, token);

    static async Task<Results<Read<DecisionView>, ProblemHttpResult>> ChangeDecisionAsync(
        Guid id,
        Guid enrollmentId,
        ChangedDecision body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(
                new ChangeDecision(id, version, body.Entry(enrollmentId)),
                d => d.Version,
                token
            );
    }

    static async Task<Results<Read<DecisionView>, ProblemHttpResult>> RemoveDecisionAsync(
        Guid id,
        Guid enrollmentId,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(new RemoveDecision(id, enrollmentId, version), d => d.Version, token);
    }

    static Task<Results<Read<MeetingView>, ProblemHttpResult>> SealAsync(
        Guid id,
        MinutesSeal? body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new SealMinutes(id, body?.Undecided), m => m.Version, token);

    static Task<Results<Read<MinutesView>, ProblemHttpResult>> GetMinutesAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetMinutes(id), null, token);

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetMinutesFileAsync(
        Guid id,
        string? language,
        IMediator mediator,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new GetMinutesFile(id, language), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.File(result.Value.Content, "application/pdf", result.Value.Name);
    }
}

/// <summary>A board meeting to be opened.</summary>
public sealed record NewMeeting
{
    public required Guid CenterId { get; init; }
    public required string MinutesNumber { get; init; }
    public required DateOnly HeldOn { get; init; }
    public MeetingKind Kind { get; init; }
}

/// <summary>The cohorts that a meeting decides on, up to 100.</summary>
public sealed record MeetingCohorts
{
    public required IReadOnlyList<Guid> CohortIds { get; init; }
}

/// <summary>What the sealing of minutes confirms.</summary>
public sealed record MinutesSeal
{
    /// <summary>How many trainees of the meeting's cohorts are left undecided; left out: none.</summary>
    public int? Undecided { get; init; }
}

/// <summary>Decisions to be entered, 1 to 5,000.</summary>
public sealed record DecisionList(IReadOnlyList<DecisionEntry> Decisions);

/// <summary>What a decision is changed to.</summary>
public sealed record ChangedDecision
{
    /// <summary>Left out: as computed.</summary>
    public BoardDecision? Decision { get; init; }

    /// <summary>Demanded where the decision departs from the computed outcome; up to 1,000 characters.</summary>
    public string? DepartureReason { get; init; }

    /// <summary>When the result was computed that the board saw.</summary>
    public DateTimeOffset? ComputedAt { get; init; }

    internal DecisionEntry Entry(Guid enrollmentId) =>
        new()
        {
            EnrollmentId = enrollmentId,
            Decision = Decision,
            DepartureReason = DepartureReason,
            ComputedAt = ComputedAt,
        };
}
