using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>The order of a cohort's applicants by the scores that are in, each with why it stands there.</summary>
[Requires(Permission.DecideApplications)]
public sealed record GetRanking(Guid CohortId) : IQuery<RankingView>;

public sealed record RankingView
{
    /// <summary>Rises with every submission of scores and every round of offers; what offers by it are bound to.</summary>
    public required int Version { get; init; }

    /// <summary>The number of the criteria within the cohort.</summary>
    public required int Criteria { get; init; }
    public required string LotterySeed { get; init; }

    /// <summary>The ranked ones first, in their order.</summary>
    public required IReadOnlyList<RankingEntry> Rows { get; init; }
}

/// <summary>One application in the ranking.</summary>
public sealed record RankingEntry
{
    public required Guid ApplicationId { get; init; }
    public required string PersonName { get; init; }
    public required ApplicationState State { get; init; }

    /// <summary>1 for the best; null where it can't be ranked.</summary>
    public required int? Rank { get; init; }

    /// <summary>0 to 100, rounded half up to two decimals for display; null where nothing was scored.</summary>
    public required decimal? Total { get; init; }

    /// <summary>The total that was compared, as a fraction: 250/3.</summary>
    public required string? ExactTotal { get; init; }

    /// <summary>Reviewers whose scores are in.</summary>
    public required int Reviews { get; init; }

    /// <summary>In words: why here, or why without a rank.</summary>
    public required string Why { get; init; }
}

sealed class GetRankingHandler(Db db, RequestContext context) : IRequestHandler<GetRanking, Result<RankingView>>
{
    public async Task<Result<RankingView>> Handle(GetRanking request, CancellationToken cancellationToken)
    {
        var read = await RankingReader.ReadAsync(db, context.Caller, request.CohortId, cancellationToken);
        if (read.Refusal is { } refusal)
            return refusal;

        var ranking = read.Value;
        return new RankingView
        {
            Version = ranking.Version,
            Criteria = ranking.Scheme.Number,
            LotterySeed = ranking.Scheme.LotterySeed!,
            Rows = [.. ranking.Candidates.Select(c => Entry(c, ranking.Applications[c.Id]))],
        };
    }

    static RankingEntry Entry(RankedCandidate candidate, RankingRow row) =>
        new()
        {
            ApplicationId = row.Id,
            PersonName = row.PersonName,
            State = row.State,
            Rank = candidate.Rank,
            Total = candidate.Total?.Rounded(),
            ExactTotal = candidate.Total?.ToString(),
            Reviews = candidate.Reviews,
            Why = candidate.Why,
        };
}
