using Enrollment.Assessments.Moderation;
using Enrollment.Data;

namespace Enrollment.Assessments;

/// <summary>Reads what a board's agenda is made of, a cohort at a time.</summary>
static class AgendaReader
{
    internal static Task<IReadOnlyList<AgendaFacts>> FactsAsync(Db db, Guid cohortId, CancellationToken token) =>
        db.QueryAsync<AgendaFacts>(OfCohort, new { CohortId = cohortId }, token);

    /// <summary>
    /// Absent, withheld and missing as the calculator takes them: an absence counts only where the component has no mark,
    /// and a missing one only where the scheme waits for it.
    /// </summary>
    internal static readonly Sql OfCohort = new(
        $"""
        SELECT e.Id AS EnrollmentId, e.PersonId, n.FullName AS PersonName,
               CASE WHEN r.Outcome IS NOT NULL AND ({UnconfirmedMarks.Count}) > 0 THEN 'Incomplete' ELSE r.Outcome END AS Outcome,
               CASE WHEN ({UnconfirmedMarks.Count}) > 0 THEN NULL ELSE r.Mark END AS Mark,
               CASE WHEN ({UnconfirmedMarks.Count}) > 0 THEN NULL ELSE r.UnroundedMillionths END AS UnroundedMillionths, r.ComputedAt, s.PassMark, s.MeritMark, s.DistinctionMark,
               d.Decision, d.ComputedOutcome AS DecidedOn, d.MeetingId,
               CASE WHEN EXISTS (SELECT 1 FROM Appeals a
                                 WHERE a.EnrollmentId = e.Id AND a.State IN ('Upheld', 'PartlyUpheld')
                                   AND a.HeardInId IS NULL) THEN 1 ELSE 0 END AS AppealUpheld,
               CASE WHEN EXISTS (SELECT 1 FROM Marks m
                                 WHERE m.EnrollmentId = e.Id AND m.EnteredAt > r.ComputedAt) THEN 1 ELSE 0 END AS Stale,
               CASE WHEN EXISTS (SELECT 1 FROM Marks m
                                 WHERE m.EnrollmentId = e.Id AND m.State = 'Withheld') THEN 1 ELSE 0 END AS Withheld,
               CASE WHEN EXISTS (SELECT 1 FROM Marks m
                                 WHERE m.EnrollmentId = e.Id AND m.State = 'AbsentWithCause'
                                   AND NOT EXISTS (SELECT 1 FROM Marks o
                                                   WHERE o.EnrollmentId = e.Id AND o.ComponentId = m.ComponentId
                                                     AND o.State = 'Marked')) THEN 1 ELSE 0 END AS Absent,
               CASE WHEN EXISTS (SELECT 1 FROM SchemeComponents c
                                 WHERE c.SchemeId = r.SchemeId AND c.WhenMissing = 'Incomplete'
                                   AND NOT EXISTS (SELECT 1 FROM Marks m
                                                   WHERE m.EnrollmentId = e.Id AND m.ComponentId = c.Id))
                    THEN 1 ELSE 0 END AS Missing
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN Results r ON r.EnrollmentId = e.Id
        LEFT JOIN Schemes s ON s.Id = r.SchemeId
        LEFT JOIN BoardDecisions d
            ON d.EnrollmentId = e.Id
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = e.Id)
        WHERE e.CohortId = @CohortId AND e.State IN ('Active', 'Completed', 'Failed')
        """
    );
}
