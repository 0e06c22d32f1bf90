using Enrollment.Data;

namespace Enrollment.Cohorts;

/// <summary>The scheme that a cohort is assessed by.</summary>
public static class CohortScheme
{
    /// <summary>With the first mark a cohort keeps its scheme; called once, by the command that enters it.</summary>
    /// <exception cref="LostRaceException">The scheme was exchanged, or another command has entered the first mark.</exception>
    internal static Task KeepAsync(Db db, Guid cohortId, Guid schemeId, DateTimeOffset now, CancellationToken token) =>
        db.ChangeAsync(
            Keep,
            new
            {
                CohortId = cohortId,
                SchemeId = schemeId,
                Now = now,
            },
            "cohort",
            token
        );

    internal static readonly Sql Keep = new(
        "UPDATE Cohorts SET MarkedAt = @Now WHERE Id = @CohortId AND SchemeId = @SchemeId AND MarkedAt IS NULL"
    );
}
