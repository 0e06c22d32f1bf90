using Enrollment.Data;

namespace Enrollment.Cohorts;

/// <summary>The instant at which a cohort's results were shown to its trainees.</summary>
public static class CohortRelease
{
    /// <summary>Keeps the first instant. False when there is no such cohort.</summary>
    internal static async Task<bool> MarkReleasedAsync(
        Db db,
        Guid cohortId,
        DateTimeOffset now,
        CancellationToken token
    ) => await db.ExecuteAsync(Release, new { Id = cohortId, Now = now }, token) == 1;

    internal static readonly Sql Release = new(
        "UPDATE Cohorts SET ResultsReleasedAt = COALESCE(ResultsReleasedAt, @Now) WHERE Id = @Id"
    );
}
