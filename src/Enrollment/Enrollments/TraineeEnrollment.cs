using Enrollment.Cohorts;
using Enrollment.Data;

namespace Enrollment.Enrollments;

/// <summary>What other features may do to a trainee's record in a cohort, inside their own command.</summary>
public static class TraineeEnrollment
{
    /// <summary>
    /// Opens the record of a person in a cohort, whose place the caller takes next and whose number it asks for then. False
    /// when there is one already.
    /// </summary>
    internal static Task<bool> OpenAsync(
        Db db,
        Guid id,
        Guid personId,
        Guid cohortId,
        Guid? applicationId,
        DateOnly enrolledOn,
        DateTimeOffset now,
        CancellationToken token
    ) =>
        db.TryInsertAsync(
            Insert,
            new
            {
                Id = id,
                PersonId = personId,
                CohortId = cohortId,
                ApplicationId = applicationId,
                State = nameof(EnrollmentState.Active),
                EnrolledOn = enrolledOn,
                Now = now,
            },
            token
        );

    /// <summary>Numbers a record that was opened, once its seat is taken.</summary>
    internal static async Task NumberAsync(Db db, Guid personId, Guid cohortId, CancellationToken token)
    {
        var row = new
        {
            PersonId = personId,
            CohortId = cohortId,
            Number = await TraineeNumbers.TakeAsync(db, cohortId, 1, token),
        };
        await db.ExecuteAsync(SetNumber, row, token);
    }

    /// <summary>Sets what the board decided. False when the record isn't in a state that a board decides on.</summary>
    internal static async Task<bool> CompleteAsync(Db db, Guid id, bool passed, CancellationToken token) =>
        await db.ExecuteAsync(
            SetOutcome,
            new { Id = id, State = passed ? nameof(EnrollmentState.Completed) : nameof(EnrollmentState.Failed) },
            token
        ) == 1;

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Enrollments (Id, PersonId, CohortId, ApplicationId, State, EnrolledOn, Version, CreatedAt)
        VALUES (@Id, @PersonId, @CohortId, @ApplicationId, @State, @EnrolledOn, 1, @Now)
        """
    );

    internal static readonly Sql SetNumber = new(
        """
        UPDATE Enrollments
        SET TraineeNumber = @Number
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
}
