namespace Enrollment.Assessments;

/// <summary>
/// Which records a board has closed: sealed minutes hold a decision that ends the enrollment, and nothing has opened the
/// record again. An appeal that was upheld opens it, and so does an accepted claim of circumstances with a remedy, until the
/// next sealed decision (rules 18 to 20).
/// </summary>
static class SealedDecisions
{
    /// <summary>
    /// The number of the minutes that close the enrollment that the statement around it calls e; no row where none do.
    /// </summary>
    internal const string ClosedBy = """
        SELECT sm.MinutesNumber
        FROM BoardDecisions sd
        JOIN BoardMeetings sm ON sm.Id = sd.MeetingId
        WHERE sd.EnrollmentId = e.Id AND sd.Decision IN ('Pass', 'Merit', 'Distinction', 'Fail')
          AND sd.Sequence = (SELECT MAX(sl.Sequence)
                             FROM BoardDecisions sl
                             JOIN BoardMeetings so ON so.Id = sl.MeetingId
                             WHERE sl.EnrollmentId = e.Id AND so.SealedAt IS NOT NULL)
          AND NOT EXISTS (SELECT 1
                          FROM Appeals sa
                          LEFT JOIN BoardMeetings sh ON sh.Id = sa.HeardInId
                          WHERE sa.EnrollmentId = e.Id AND sa.State IN ('Upheld', 'PartlyUpheld')
                            AND sh.SealedAt IS NULL)
          AND NOT EXISTS (SELECT 1 FROM CircumstanceClaims sk
                          WHERE sk.EnrollmentId = e.Id AND sk.State = 'Accepted' AND sk.Remedy <> 'None'
                            AND sk.DecidedAt > sm.SealedAt)
        """;
}
