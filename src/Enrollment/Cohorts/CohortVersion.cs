using Enrollment.Data;

namespace Enrollment.Cohorts;

/// <summary>The version of a cohort, for what belongs to it and is edited apart.</summary>
public static class CohortVersion
{
    /// <summary>Counts it on by one, so that whoever edits the cohort or the same part of it is told.</summary>
    /// <exception cref="LostRaceException">It is another one by now.</exception>
    internal static Task CountOnAsync(Db db, Guid cohortId, int version, CancellationToken token) =>
        db.ChangeAsync(CountOn, new { Id = cohortId, Version = version }, "cohort", token);

    internal static readonly Sql CountOn = new(
        "UPDATE Cohorts SET Version = Version + 1 WHERE Id = @Id AND Version = @Version"
    );
}
