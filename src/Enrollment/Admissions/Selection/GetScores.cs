using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// The scores of an application. A reviewer sees those of others once the own ones are in; whoever decides on
/// applications without scoring this one sees what was submitted.
/// </summary>
[Requires(Permission.ReviewApplications)]
public sealed record GetScores(Guid ApplicationId) : IQuery<ApplicationScores>;

/// <summary>The scores of an application as one caller may see them.</summary>
public sealed record ApplicationScores
{
    public required Guid ApplicationId { get; init; }

    /// <summary>A number that stands for the applicant, the same for everybody and always.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>The criteria that the scores belong to: their number within the cohort.</summary>
    public required int Criteria { get; init; }

    /// <summary>Whether the caller is to score this application.</summary>
    public required bool Assigned { get; init; }

    /// <summary>The caller's own attempts, the latest first.</summary>
    public required IReadOnlyList<ScoreSetView> Mine { get; init; }

    /// <summary>What others have submitted, the latest attempt of each first; null as long as it is hidden.</summary>
    public required IReadOnlyList<ScoreSetView>? Others { get; init; }

    /// <summary>Of the caller's latest attempt; 0 before the first.</summary>
    public required int Version { get; init; }
}

sealed class GetScoresHandler(Db db, RequestContext context) : IRequestHandler<GetScores, Result<ApplicationScores>>
{
    public async Task<Result<ApplicationScores>> Handle(GetScores request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        var opened = await ScoreBook.OpenAsync(db, caller, request.ApplicationId, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        if (!opened.Value.Assigned && !caller.May(Permission.DecideApplications))
            return SelectionErrors.NotAReviewer;

        return await ViewAsync(db, opened.Value, caller, cancellationToken);
    }

    internal static async Task<ApplicationScores> ViewAsync(
        Db db,
        ReviewCase of,
        Caller caller,
        CancellationToken token
    )
    {
        var mine = await ScoreBook.OwnAsync(db, of, caller.Id, token);
        var open = of.Assigned
            ? mine.Any(set => set.SubmittedAt is not null)
            : caller.May(Permission.DecideApplications);
        return new ApplicationScores
        {
            ApplicationId = of.ApplicationId,
            Pseudonym = Pseudonym.Of(of.ApplicationId),
            Criteria = of.Scheme.Number,
            Assigned = of.Assigned,
            Mine = mine,
            Others = open ? await ScoreBook.OthersAsync(db, of, caller.Id, token) : null,
            Version = mine.Count == 0 ? 0 : mine[0].Version,
        };
    }
}
