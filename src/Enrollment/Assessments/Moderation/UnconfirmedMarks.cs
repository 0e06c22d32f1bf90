namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Which trainees have values that await a second marker or a moderator, as <see cref="MarkRow.AwaitsSecondMark"/> and
/// <see cref="MarkRow.AwaitsModeration"/> say of one mark.
/// </summary>
static class UnconfirmedMarks
{
    /// <summary>Counts those of the enrollment that the statement around it calls e.</summary>
    internal const string Count = """
        SELECT COUNT(*)
        FROM Marks um
        JOIN SchemeComponents uc ON uc.Id = um.ComponentId
        LEFT JOIN SecondMarkings us
            ON us.EnrollmentId = um.EnrollmentId AND us.ComponentId = um.ComponentId AND us.Attempt = um.Attempt
        WHERE um.EnrollmentId = e.Id AND um.Value IS NOT NULL
          AND (us.State IN ('Pending', 'Disputed') OR (us.State IS NULL AND uc.SecondMarking = 'All'))
        """;
}
