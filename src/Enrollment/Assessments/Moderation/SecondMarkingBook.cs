using Enrollment.Data;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Writes how far second markings are. Every command takes the mark's own row before the row here, by its version, so that
/// a first mark that changes at the same moment is met.
/// </summary>
static class SecondMarkingBook
{
    /// <summary>The second marking starts anew because the mark isn't any more what was confirmed.</summary>
    internal static Task ReopenAsync(Db db, MarkEntry entry, CancellationToken token) =>
        db.ExecuteAsync(Reopen, entry, token);

    /// <summary>Puts a mark on the list of those that a second marker marks; false where it is there.</summary>
    internal static Task<bool> DemandAsync(
        Db db,
        Guid enrollmentId,
        Guid componentId,
        int attempt,
        Guid? sampleId,
        DateTimeOffset now,
        CancellationToken token
    ) =>
        db.TryInsertAsync(
            Demand,
            new
            {
                EnrollmentId = enrollmentId,
                ComponentId = componentId,
                Attempt = attempt,
                SampleId = sampleId,
                Now = now,
            },
            token
        );

    /// <summary>
    /// Confirmed marks of a trainee stay so in the cohort that they are copied to, unless their second marking has begun
    /// there.
    /// </summary>
    internal static Task CopySettledAsync(
        Db db,
        Guid fromEnrollmentId,
        Guid toEnrollmentId,
        DateTimeOffset now,
        CancellationToken token
    ) =>
        db.ExecuteAsync(
            CopySettled,
            new
            {
                FromId = fromEnrollmentId,
                EnrollmentId = toEnrollmentId,
                Now = now,
            },
            token
        );

    internal static readonly Sql Reopen = new(
        """
        UPDATE SecondMarkings
        SET State = 'Pending', FirstValue = NULL, FirstMarker = NULL, SecondValue = NULL, SecondMarker = NULL,
            SecondMarkedAt = NULL, ModeratedValue = NULL, Moderator = NULL, ModeratedAt = NULL, Reason = NULL,
            Version = Version + 1
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Attempt = @Attempt
        """
    );

    internal static readonly Sql Demand = new(
        """
        INSERT INTO SecondMarkings (EnrollmentId, ComponentId, Attempt, State, SampleId, CreatedAt, Version)
        VALUES (@EnrollmentId, @ComponentId, @Attempt, 'Pending', @SampleId, @Now, 1)
        """
    );

    internal static readonly Sql CopySettled = new(
        """
        INSERT INTO SecondMarkings
            (EnrollmentId, ComponentId, Attempt, State, FirstValue, FirstMarker, SecondValue, SecondMarker,
             SecondMarkedAt, ModeratedValue, Moderator, ModeratedAt, Reason, CreatedAt, Version)
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, s.State, s.FirstValue, s.FirstMarker, s.SecondValue,
               s.SecondMarker, s.SecondMarkedAt, s.ModeratedValue, s.Moderator, s.ModeratedAt, s.Reason, @Now, 1
        FROM SecondMarkings s
        JOIN SchemeComponents f ON f.Id = s.ComponentId
        JOIN Marks m ON m.EnrollmentId = @EnrollmentId AND m.Attempt = s.Attempt
        JOIN SchemeComponents t ON t.Id = m.ComponentId AND t.Code = f.Code
        WHERE s.EnrollmentId = @FromId AND s.State IN ('Agreed', 'Moderated')
          AND NOT EXISTS (SELECT 1 FROM SecondMarkings x
                          WHERE x.EnrollmentId = m.EnrollmentId AND x.ComponentId = m.ComponentId
                            AND x.Attempt = m.Attempt)
        """
    );
}
