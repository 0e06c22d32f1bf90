using Enrollment.Data;

namespace Enrollment.Admissions;

/// <summary>
/// The order of a cohort's waiting list (rule 7): the lowest rank is the head. A rank is the moment of joining in
/// microseconds since 1970 unless a registrar placed the application elsewhere.
/// </summary>
static class WaitingList
{
    internal static long Rank(DateTimeOffset joined) => (joined - DateTimeOffset.UnixEpoch).Ticks / 10;

    /// <summary>
    /// An application that waits before the rank, null where there is none. Asked after the cohort's row has been taken:
    /// whoever joins or leaves the list takes that row too.
    /// </summary>
    internal static Task<Guid?> FindBeforeAsync(
        Db db,
        Guid cohortId,
        long rank,
        Guid applicationId,
        CancellationToken token
    ) =>
        db.FindAsync<Guid?>(
            FindBefore,
            new
            {
                CohortId = cohortId,
                Rank = rank,
                Id = applicationId,
            },
            token
        );

    /// <summary>
    /// Whether somebody was put on the list who could have had a seat: one is free, and nobody else waits for it. Asked
    /// after the cohort's row has been taken.
    /// </summary>
    internal static async Task<bool> IsNeedlessAsync(Db db, Guid cohortId, CancellationToken token) =>
        await db.FindAsync<Guid?>(WithFreeSeat, new { CohortId = cohortId }, token) is not null;

    internal static readonly Sql WithFreeSeat = new(
        "SELECT Id FROM Cohorts WHERE Id = @CohortId AND Waiting <= 1 AND SeatsHeld < Capacity + Overbooking"
    );

    internal static readonly Sql FindBefore = new(
        """
        SELECT a.Id
        FROM Applications a
        WHERE a.CohortId = @CohortId AND a.State = 'Waitlisted'
          AND a.WaitlistRank <= @Rank
          AND (a.WaitlistRank < @Rank OR (a.WaitlistRank = @Rank AND a.Id < @Id))
          AND NOT EXISTS (
              SELECT 1 FROM Applications b
              WHERE b.CohortId = @CohortId AND b.State = 'Waitlisted'
                AND (b.WaitlistRank < a.WaitlistRank OR (b.WaitlistRank = a.WaitlistRank AND b.Id < a.Id)))
        """
    );
}
