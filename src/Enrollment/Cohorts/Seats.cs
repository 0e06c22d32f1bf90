using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Cohorts;

/// <summary>How a command moves the counters of a cohort.</summary>
/// <param name="CohortId">The cohort.</param>
/// <param name="Held">Change of offers outstanding plus accepted plus enrolled.</param>
/// <param name="Taken">Change of accepted plus enrolled.</param>
/// <param name="Waiting">Change of the waiting list's length.</param>
/// <param name="Newcomer">The seat is for somebody who isn't on the waiting list: only while nobody waits.</param>
/// <param name="Numbers">How many trainees' numbers are taken; the last of them is the cohort's last number then.</param>
public readonly record struct SeatChange(
    Guid CohortId,
    int Held,
    int Taken,
    int Waiting = 0,
    bool Newcomer = false,
    int Numbers = 0
);

/// <summary>
/// The seats of a cohort (rules 6 and 7), counted on its row and moved by compare-and-set inside the command that moves a
/// trainee: two commands for the last seat meet on the row, and one of them finds it gone; a seat and the waiting list
/// are compared in the same statement, so that nobody slips past a list that is just being joined.
/// </summary>
public static class Seats
{
    /// <summary>
    /// Moves the counters of a cohort for a trainee's record that a registrar changes. False, with nothing changed, when
    /// the seats held would exceed capacity plus overbooking or the places taken would exceed the capacity.
    /// </summary>
    internal static async Task<bool> MoveAsync(Db db, Guid cohortId, int held, int taken, CancellationToken token) =>
        await MoveAsync(db, [new SeatChange(cohortId, held, taken)], token) is null;

    /// <summary>
    /// Moves the counters of several cohorts, in the order of their ids, so that two commands that touch the same ones
    /// wait for each other and never for one another. Null, or why not; then the command must be refused as a whole.
    /// </summary>
    internal static async Task<Refusal?> MoveAsync(Db db, IEnumerable<SeatChange> changes, CancellationToken token)
    {
        foreach (var change in changes.OrderBy(change => change.CohortId))
        {
            if (change is { Held: 0, Taken: 0, Waiting: 0, Numbers: 0 })
                continue;
            var row = new
            {
                change.CohortId,
                change.Held,
                change.Taken,
                change.Waiting,
                Newcomer = change.Newcomer ? 1 : 0,
                change.Numbers,
            };
            if (await db.ExecuteAsync(Move, row, token) == 1)
                continue;

            return await WhyNotAsync(db, row, change, token);
        }

        return null;
    }

    static async Task<Refusal> WhyNotAsync(Db db, object key, SeatChange change, CancellationToken token)
    {
        var now = (await db.FindAsync<Counters>(Count, key, token))!;
        if (change.Newcomer && now.Waiting > 0)
            return CohortErrors.OthersWait(now.Waiting);
        if (
            now.SeatsHeld + change.Held > now.Capacity + now.Overbooking
            || now.PlacesTaken + change.Taken > now.Capacity
        )
            return CohortErrors.CohortFull;

        // What was in the way has gone since.
        throw new LostRaceException("cohort");
    }

    sealed record Counters
    {
        public int Capacity { get; init; }
        public int Overbooking { get; init; }
        public int SeatsHeld { get; init; }
        public int PlacesTaken { get; init; }
        public int Waiting { get; init; }
    }

    internal static readonly Sql Move = new(
        """
        UPDATE Cohorts
        SET SeatsHeld = SeatsHeld + @Held, PlacesTaken = PlacesTaken + @Taken, Waiting = Waiting + @Waiting,
            LastTraineeNumber = LastTraineeNumber + @Numbers
        WHERE Id = @CohortId
          AND SeatsHeld + @Held <= Capacity + Overbooking AND SeatsHeld + @Held >= 0
          AND PlacesTaken + @Taken <= Capacity AND PlacesTaken + @Taken >= 0
          AND (@Newcomer = 0 OR Waiting = 0)
        """
    );

    internal static readonly Sql Count = new(
        "SELECT Capacity, Overbooking, SeatsHeld, PlacesTaken, Waiting FROM Cohorts WHERE Id = @CohortId"
    );
}
