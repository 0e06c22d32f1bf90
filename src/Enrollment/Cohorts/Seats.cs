using Enrollment.Data;

namespace Enrollment.Cohorts;

/// <summary>
/// The seats of a cohort (rule 6), counted on its row and moved by compare-and-set inside the command that moves a
/// trainee: two commands for the last seat meet on the row, and one of them finds it gone.
/// </summary>
public static class Seats
{
    /// <summary>
    /// Moves the counters. False, with nothing changed, when the seats held would exceed capacity plus overbooking or
    /// the places taken would exceed the capacity.
    /// </summary>
    /// <param name="db">The command's database.</param>
    /// <param name="cohortId">The cohort.</param>
    /// <param name="held">Change of offers outstanding plus accepted plus enrolled.</param>
    /// <param name="taken">Change of accepted plus enrolled.</param>
    /// <param name="token">Cancels.</param>
    internal static async Task<bool> MoveAsync(Db db, Guid cohortId, int held, int taken, CancellationToken token) =>
        (held == 0 && taken == 0)
        || await db.ExecuteAsync(
            Move,
            new
            {
                CohortId = cohortId,
                Held = held,
                Taken = taken,
            },
            token
        ) == 1;

    internal static readonly Sql Move = new(
        """
        UPDATE Cohorts
        SET SeatsHeld = SeatsHeld + @Held, PlacesTaken = PlacesTaken + @Taken
        WHERE Id = @CohortId
          AND SeatsHeld + @Held <= Capacity + Overbooking AND SeatsHeld + @Held >= 0
          AND PlacesTaken + @Taken <= Capacity AND PlacesTaken + @Taken >= 0
        """
    );
}
