using Enrollment.Data;

namespace Enrollment.Messages;

/// <summary>The messages of a person whose record is merged into another one, or comes back from it.</summary>
static class PersonMessages
{
    /// <summary>
    /// Messages go with the application or the enrollment that they tell of: called once those have moved, in either
    /// direction.
    /// </summary>
    internal static Task FollowAsync(Db db, Guid from, Guid to, CancellationToken token) =>
        db.ExecuteAsync(Follow, new { PersonId = from, OtherId = to }, token);

    internal static readonly Sql Follow = new(
        """
        UPDATE OutboxMessages
        SET PersonId = @OtherId
        WHERE PersonId = @PersonId
          AND (EXISTS (SELECT 1 FROM Applications a
                       WHERE a.Id = OutboxMessages.ApplicationId AND a.PersonId = @OtherId)
               OR EXISTS (SELECT 1 FROM Enrollments e
                          WHERE e.Id = OutboxMessages.EnrollmentId AND e.PersonId = @OtherId))
        """
    );
}
