using Enrollment.People;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Records that may be the same person, and what a registrar decides on them.</summary>
static class MatchEndpoints
{
    internal static void MapMatches(this RouteGroupBuilder api)
    {
        var people = api.MapGroup("/people/{id:guid}").WithTags("Matches");
        people
            .MapGet("/matches", ListOfPersonAsync)
            .WithSummary("List the records that may be the same person")
            .WithDescription("Decided ones are among them.");
        people
            .MapPost("/matches", SearchAsync)
            .WithSummary("Look for records of the same person now")
            .WithDescription(
                "It is done after each change by itself, within seconds; after an import it takes longer."
            );

        people
            .MapPost("/merge", MergeAsync)
            .WithSummary("Merge a record into another one of the same person")
            .WithDescription(
                "The survivor gets its applications, enrollments, awards, external ids and national numbers; issued certificates "
                    + "stay as issued. What both have is refused, each named. If-Match is optional."
            );
        people
            .MapPost("/unmerge", UnmergeAsync)
            .WithSummary("Undo the merge of a record")
            .WithDescription("What moved by it comes back; what the survivor got since stays there.");

        var matches = api.MapGroup("/matches").WithTags("Matches");
        matches
            .MapGet("/", ListAsync)
            .WithSummary("List proposed matches, the surest first")
            .WithDescription("Without 'state' those that wait for a decision.");
        matches.MapGet("/{id:guid}", GetAsync).WithSummary("Read a proposed match");
        matches
            .MapPost("/{id:guid}/confirm", ConfirmAsync)
            .WithSummary("Say that they are one person, and merge them")
            .WithDescription("'survivorId' is the one of both that goes on. If-Match is optional.");
        matches
            .MapPost("/{id:guid}/dismiss", DismissAsync)
            .WithSummary("Say that they are two people")
            .WithDescription("They are proposed again only when what was compared changes. If-Match is optional.");
    }

    static Task<Results<Read<IReadOnlyList<MatchProposalView>>, ProblemHttpResult>> ListOfPersonAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ListMatchesOf(id), null, token);

    static async Task<Results<Read<IReadOnlyList<MatchProposalView>>, ProblemHttpResult>> SearchAsync(
        Guid id,
        IMediator mediator,
        MatchSearch search,
        CancellationToken token
    )
    {
        var found = await search.ForAsync(id, token);
        return found.Refusal is { } refusal
            ? refusal.ToProblem()
            : await mediator.ReadAsync(new ListMatchesOf(id), null, token);
    }

    static Task<Results<Listed<MatchProposalView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Wire<MatchState>? state,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListMatchProposals(state?.Value ?? MatchState.Proposed, after, size),
            token
        );

    static Task<Results<Read<MatchProposalView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetMatchProposal(id), m => m.Version, token);

    static async Task<Results<Read<MergeView>, ProblemHttpResult>> MergeAsync(
        Guid id,
        NewMerge body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(new MergePeople(id, body.SurvivorId, version, body.Reason), null, token);
    }

    static Task<Results<Read<MergeView>, ProblemHttpResult>> UnmergeAsync(
        Guid id,
        StatedReason body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new UnmergePerson(id, body.Reason), null, token);

    static async Task<Results<Read<MergeView>, ProblemHttpResult>> ConfirmAsync(
        Guid id,
        NewMerge body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(new ConfirmMatch(id, version, body.SurvivorId, body.Reason), null, token);
    }

    static async Task<Results<Read<MatchProposalView>, ProblemHttpResult>> DismissAsync(
        Guid id,
        StatedReason body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new DismissMatch(id, version, body.Reason), m => m.Version, token);
    }
}

/// <summary>Which record goes on, and why both are one person.</summary>
public sealed record NewMerge
{
    public required Guid SurvivorId { get; init; }

    /// <summary>1 to 1,000 characters.</summary>
    public required string Reason { get; init; }
}
