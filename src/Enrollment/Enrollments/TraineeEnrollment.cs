using Enrollment.Data;

namespace Enrollment.Enrollments;

/// <summary>What other features may do to a trainee's record in a cohort, inside their own command.</summary>
public static class TraineeEnrollment
{
    /// <summary>
    /// Opens the record of a person in a cohort, whose place the caller takes next and whose number it asks for then; one
    /// that was cancelled, and so never started, is opened anew. False when there is another one already.
    /// </summary>
    internal static async Task<bool> OpenAsync(
        Db db,
        Guid id,
        Guid personId,
        Guid cohortId,
        Guid? applicationId,
        DateOnly enrolledOn,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var row = new
        {
            Id = id,
            PersonId = personId,
            CohortId = cohortId,
            ApplicationId = applicationId,
            State = nameof(EnrollmentState.Active),
            EnrolledOn = enrolledOn,
            Now = now,
        };
        return await db.TryInsertAsync(Insert, row, token) || await db.ExecuteAsync(OpenAnew, row, token) == 1;
    }

    /// <summary>
    /// Takes up a record that has ended, with its number and its marks; who never started there starts on the day.
    /// </summary>
    /// <exception cref="LostRaceException">Another command has changed it since it was read.</exception>
    internal static Task TakeUpAsync(Db db, EnrollmentView ended, DateOnly day, CancellationToken token)
    {
        var row = new
        {
            ended.Id,
            ended.Version,
            EnrolledOn = ended.State == EnrollmentState.Cancelled ? day : ended.EnrolledOn,
        };
        return db.ChangeAsync(TakeUp, row, "enrollment", token);
    }

    /// <summary>
    /// Keeps a record that never started from being reinstated until the command ends; false where there is none.
    /// </summary>
    internal static async Task<bool> HoldCancelledAsync(Db db, Guid personId, Guid cohortId, CancellationToken token) =>
        await db.ExecuteAsync(HoldCancelled, new { PersonId = personId, CohortId = cohortId }, token) == 1;

    /// <summary>Gives a record that was opened the number that was taken with its seat.</summary>
    internal static Task NumberAsync(Db db, Guid personId, Guid cohortId, CancellationToken token) =>
        db.ExecuteAsync(SetNumber, new { PersonId = personId, CohortId = cohortId }, token);

    /// <summary>
    /// Follows the board's decision that stands: passed, failed, or, with null, under way. Holds the record until the
    /// command ends.
    /// </summary>
    /// <exception cref="LostRaceException">The record has left the states that a board decides on.</exception>
    internal static Task FollowBoardAsync(Db db, Guid id, bool? passed, CancellationToken token)
    {
        var state = passed switch
        {
            true => EnrollmentState.Completed,
            false => EnrollmentState.Failed,
            null => EnrollmentState.Active,
        };
        return db.ChangeAsync(SetOutcome, new { Id = id, State = state.ToString() }, "enrollment", token);
    }

    /// <summary>Lets no board decide on the trainee, and nobody else change the record, until the command ends.</summary>
    internal static Task HoldAsync(Db db, Guid id, CancellationToken token) =>
        db.ExecuteAsync(Hold, new { Id = id }, token);

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Enrollments (Id, PersonId, CohortId, ApplicationId, State, EnrolledOn, Version, CreatedAt)
        VALUES (@Id, @PersonId, @CohortId, @ApplicationId, @State, @EnrolledOn, 1, @Now)
        """
    );

    internal static readonly Sql OpenAnew = new(
        """
        UPDATE Enrollments
        SET State = @State, ApplicationId = @ApplicationId, EnrolledOn = @EnrolledOn, EndedOn = NULL, EndReason = NULL,
            EndRequestedBy = NULL, Version = Version + 1
        WHERE PersonId = @PersonId AND CohortId = @CohortId AND State = 'Cancelled'
        """
    );

    internal static readonly Sql TakeUp = new(
        """
        UPDATE Enrollments
        SET State = 'Active', EnrolledOn = @EnrolledOn, EndedOn = NULL, EndReason = NULL, EndRequestedBy = NULL,
            TransferredToId = NULL, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    internal static readonly Sql HoldCancelled = new(
        """
        UPDATE Enrollments SET Version = Version
        WHERE PersonId = @PersonId AND CohortId = @CohortId AND State = 'Cancelled'
        """
    );

    internal static readonly Sql SetNumber = new(
        """
        UPDATE Enrollments
        SET TraineeNumber = (SELECT h.LastTraineeNumber FROM Cohorts h WHERE h.Id = @CohortId)
        WHERE PersonId = @PersonId AND CohortId = @CohortId AND TraineeNumber IS NULL
        """
    );

    internal static readonly Sql SetOutcome = new(
        """
        UPDATE Enrollments
        SET State = @State, Version = Version + 1
        WHERE Id = @Id AND State IN ('Active', 'Completed', 'Failed')
        """
    );

    internal static readonly Sql Hold = new("UPDATE Enrollments SET Version = Version WHERE Id = @Id");
}
