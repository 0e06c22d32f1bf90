using Enrollment.Data;

namespace Enrollment.Admissions.Selection;

/// <summary>Offers that were made to the best of a ranking at once, or would be.</summary>
public sealed record OfferRoundView
{
    /// <summary>Null in a preview.</summary>
    public Guid? Id { get; init; }

    /// <summary>The version of the ranking that it went by.</summary>
    public int RankingVersion { get; init; }

    /// <summary>Offers that were asked for.</summary>
    public int Wanted { get; init; }
    public int Offered { get; init; }
    public DateOnly OfferExpiresOn { get; init; }
    public string? Conditions { get; init; }

    /// <summary>Null in a preview.</summary>
    public string? MadeBy { get; init; }

    /// <summary>Null in a preview.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>Every application of the ranking in its order; empty in a list of rounds.</summary>
    public IReadOnlyList<OfferAnswer> Rows { get; init; } = [];
}

/// <summary>Keeps rounds of offers with what became of each application.</summary>
static class OfferRounds
{
    internal static async Task InsertAsync(
        Db db,
        Guid cohortId,
        Guid schemeId,
        OfferRoundView round,
        CancellationToken token
    )
    {
        var head = new
        {
            Id = round.Id!.Value,
            CohortId = cohortId,
            SchemeId = schemeId,
            round.RankingVersion,
            round.Wanted,
            round.Offered,
            round.OfferExpiresOn,
            round.Conditions,
            round.MadeBy,
            round.MadeAt,
        };
        await db.ExecuteAsync(Insert, head, token);
        foreach (var (answer, position) in round.Rows.Select((answer, index) => (answer, index)))
        {
            var row = new
            {
                RoundId = head.Id,
                Position = position,
                answer.ApplicationId,
                RankNumber = answer.Rank,
                Total = answer.ExactTotal,
                Outcome = answer.Outcome.ToString(),
                answer.Why,
            };
            await db.ExecuteAsync(InsertRow, row, token);
        }
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO OfferRounds
            (Id, CohortId, SchemeId, RankingVersion, Wanted, Offered, OfferExpiresOn, Conditions, MadeBy, MadeAt)
        VALUES
            (@Id, @CohortId, @SchemeId, @RankingVersion, @Wanted, @Offered, @OfferExpiresOn, @Conditions, @MadeBy, @MadeAt)
        """
    );

    internal static readonly Sql InsertRow = new(
        """
        INSERT INTO OfferRoundRows (RoundId, Position, ApplicationId, RankNumber, Total, Outcome, Why)
        VALUES (@RoundId, @Position, @ApplicationId, @RankNumber, @Total, @Outcome, @Why)
        """
    );
}
