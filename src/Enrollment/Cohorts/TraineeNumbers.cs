using Enrollment.Data;

namespace Enrollment.Cohorts;

/// <summary>The numbers of a cohort's trainees: 1, 2, 3 ... without gaps, in the order of their enrollment.</summary>
public static class TraineeNumbers
{
    /// <summary>
    /// Takes the next numbers and answers the first of them. The cohort's row is held until the command ends, so this
    /// comes after the seats were moved, in their order of cohorts.
    /// </summary>
    internal static async Task<int> TakeAsync(Db db, Guid cohortId, int count, CancellationToken token)
    {
        var key = new { CohortId = cohortId, Count = count };
        await db.ExecuteAsync(Take, key, token);
        return await db.FindAsync<int>(Last, key, token) - count + 1;
    }

    internal static readonly Sql Take = new(
        "UPDATE Cohorts SET LastTraineeNumber = LastTraineeNumber + @Count WHERE Id = @CohortId"
    );

    internal static readonly Sql Last = new("SELECT LastTraineeNumber FROM Cohorts WHERE Id = @CohortId");
}
