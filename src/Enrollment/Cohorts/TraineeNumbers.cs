using Enrollment.Data;

namespace Enrollment.Cohorts;

/// <summary>
/// The numbers of a cohort's trainees: 1, 2, 3 ... without gaps, in the order of their enrollment. They are taken together
/// with the seats, which holds the cohort's row until the command ends.
/// </summary>
public static class TraineeNumbers
{
    /// <summary>The last number that was taken; asked by the command that took it.</summary>
    internal static Task<int> LastAsync(Db db, Guid cohortId, CancellationToken token) =>
        db.FindAsync<int>(Last, new { CohortId = cohortId }, token);

    internal static readonly Sql Last = new("SELECT LastTraineeNumber FROM Cohorts WHERE Id = @CohortId");
}
