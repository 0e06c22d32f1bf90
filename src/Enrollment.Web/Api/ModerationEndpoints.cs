using Enrollment.Assessments.Moderation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Second marking, moderation, samples, and how marks came to be what they are.</summary>
static class ModerationEndpoints
{
    internal static void MapModeration(this RouteGroupBuilder api)
    {
        var mark = api.MapGroup("/enrollments/{id:guid}/marks/{componentId:guid}").WithTags("Second marking");
        mark.MapGet("/second", GetAsync)
            .WithSummary("Read the second marking of a mark")
            .WithDescription("The first value is hidden from all but who entered it until the second mark is in.");
        mark.MapPut("/second", SetSecondAsync)
            .WithSummary("Give the second mark")
            .WithDescription(
                "By somebody other than the first marker, who doesn't see the first mark. Within the tolerance the mean of "
                    + "both becomes the mark; beyond it a moderator decides."
            );
        mark.MapPut("/moderated", ModerateAsync)
            .WithSummary("Decide between two markers who differ beyond the tolerance")
            .WithDescription("By neither of the two. If-Match is optional.");
        mark.MapGet("/history", ListHistoryAsync)
            .WithSummary("List every change of a trainee's marks at a component")
            .WithDescription("Values that await a second mark are hidden from all but who entered them.");

        var cohort = api.MapGroup("/cohorts/{id:guid}").WithTags("Second marking");
        cohort
            .MapGet("/second-markings", ListAsync)
            .WithSummary("List a cohort's second markings")
            .WithDescription(
                "'state=pending' is what second markers have to do, 'state=disputed' what a moderator has."
            );
        cohort
            .MapGet("/components/{componentId:guid}/sample", GetSampleAsync)
            .WithSummary("Read a component's sample, and its report once all its second marks are in");
        cohort
            .MapPost("/components/{componentId:guid}/sample", DrawAsync)
            .WithSummary("Draw which marks are second marked")
            .WithDescription(
                "Once all first marks are in. 'version' is the one that was read, 0 where there was no sample; it is drawn "
                    + "anew only before a second mark is in. The same marks and 'seed' draw the same sample."
            );
        cohort
            .MapPost("/components/{componentId:guid}/sample/extend", ExtendAsync)
            .WithSummary("Have all marks of a sampled component marked twice")
            .WithDescription("Repeating it adds marks that were entered since. If-Match is optional.");
    }

    static Task<Results<Read<SecondMarkingView>, ProblemHttpResult>> GetAsync(
        Guid id,
        Guid componentId,
        int? attempt,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetSecondMarking(id, componentId, attempt ?? 1), m => m.Version, token);

    static Task<Results<Read<SecondMarkingView>, ProblemHttpResult>> SetSecondAsync(
        Guid id,
        Guid componentId,
        SecondMark body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new SetSecondMark(id, componentId, body.Attempt, body.Value), m => m.Version, token);

    static async Task<Results<Read<SecondMarkingView>, ProblemHttpResult>> ModerateAsync(
        Guid id,
        Guid componentId,
        ModeratedMark body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(new ModerateMark(id, componentId, version, body), m => m.Version, token);
    }

    static Task<Results<Listed<MarkChangeView>, ProblemHttpResult>> ListHistoryAsync(
        Guid id,
        Guid componentId,
        int? attempt,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListMarkHistory(id, componentId, attempt, after, size), token);

    static Task<Results<Listed<TraineeSecondMarkings>, ProblemHttpResult>> ListAsync(
        Guid id,
        [AsParameters] Paging paging,
        Wire<SecondMarkingState>? state,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListSecondMarkings(id, state?.Value, after, size), token);

    static Task<Results<Read<SampleView>, ProblemHttpResult>> GetSampleAsync(
        Guid id,
        Guid componentId,
        int? attempt,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetSample(id, componentId, attempt ?? 1), s => s.Version, token);

    static Task<Results<Read<SampleView>, ProblemHttpResult>> DrawAsync(
        Guid id,
        Guid componentId,
        SampleFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new DrawSample(id, componentId, body), s => s.Version, token);

    static async Task<Results<Read<SampleView>, ProblemHttpResult>> ExtendAsync(
        Guid id,
        Guid componentId,
        int? attempt,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new ExtendSample(id, componentId, attempt ?? 1, version),
                s => s.Version,
                token
            );
    }
}

/// <summary>A second mark to be given.</summary>
public sealed record SecondMark
{
    /// <summary>1 unless it is a resit.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>In the component's scale with at most two decimals.</summary>
    public required decimal Value { get; init; }
}
