using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Cohorts;

/// <summary>The round that a cohort names must be its center's.</summary>
static class CohortRounds
{
    internal static async Task<Refusal?> ProblemAsync(Db db, Guid? roundId, Guid centerId, CancellationToken token)
    {
        if (roundId is not { } id)
            return null;
        var round = await db.FindAsync<RoundView>(GetRoundHandler.ById, new { Id = id }, token);
        return round is null ? Refusal.NotFound("round", id)
            : round.CenterId == centerId ? null
            : CohortErrors.RoundOfOtherCenter;
    }
}
