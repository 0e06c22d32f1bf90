using Enrollment.Assessments.Moderation;
using Enrollment.Data;

namespace Enrollment.Assessments;

/// <summary>Reads what a board's agenda is made of, a cohort at a time.</summary>
static class AgendaReader
{
    /// <param name="db">Where from.</param>
    /// <param name="cohortId">Whose.</param>
    /// <param name="blind">The reader, who may be asked for second marks, or null, as UnconfirmedMarks has it.</param>
    /// <param name="token">Cancels.</param>
    internal static async Task<IReadOnlyList<AgendaFacts>> FactsAsync(
        Db db,
        Guid cohortId,
        string? blind,
        CancellationToken token
    )
    {
        var rows = await db.QueryAsync<FactsRow>(OfCohort, new { CohortId = cohortId, Blind = blind }, token);
        return [.. rows.Select(row => row.Facts)];
    }

    sealed record FactsRow : AgendaFacts
    {
        public string? ReasonsJson { get; init; }

        internal AgendaFacts Facts =>
            Outcome == Assessments.Outcome.Fail && ReasonsJson is { } json
                ? this with
                {
                    Reasons = ResultJson.ReadReasons(json),
                }
                : this;
    }

    const string Hidden = $"({UnconfirmedMarks.Count}) > 0 OR ({UnconfirmedMarks.Drawable}) > 0";

    /// <summary>
    /// Absent, withheld and missing as the calculator takes them: an absence counts only where the component has no mark,
    /// and a missing one only where the scheme waits for it.
    /// </summary>
    internal static readonly Sql OfCohort = new(
        $"""
        SELECT e.Id AS EnrollmentId, e.PersonId, e.TraineeNumber, n.FullName AS PersonName,
               CASE WHEN r.Outcome IS NOT NULL AND ({Hidden}) THEN 'Incomplete' ELSE r.Outcome END AS Outcome,
               CASE WHEN {Hidden} THEN NULL ELSE r.Mark END AS Mark,
               CASE WHEN {Hidden} THEN NULL ELSE r.UnroundedMillionths END AS UnroundedMillionths,
               r.Reasons AS ReasonsJson, r.ComputedAt, s.PassMark, s.MeritMark, s.DistinctionMark,
               d.Decision, d.ComputedOutcome AS DecidedOn, d.MeetingId,
               CASE WHEN EXISTS (SELECT 1 FROM Appeals a
                                 WHERE a.EnrollmentId = e.Id AND a.State IN ('Upheld', 'PartlyUpheld')
                                   AND a.HeardInId IS NULL) THEN 1 ELSE 0 END AS AppealUpheld,
               CASE WHEN r.MarkVersions = (SELECT COALESCE(SUM(m.Version), 0)
                                           FROM Marks m
                                           JOIN SchemeComponents c ON c.Id = m.ComponentId
                                           WHERE m.EnrollmentId = e.Id AND c.SchemeId = r.SchemeId)
                         AND r.DeadlineVersions = (SELECT COALESCE(SUM(q.Version), 0)
                                                   FROM Deadlines q
                                                   WHERE q.CohortId = e.CohortId)
                                                  + (SELECT COALESCE(SUM(y.Versions), 0)
                                                     FROM LiftedVersions y
                                                     WHERE y.SubjectId = e.CohortId)
                         AND r.ExtensionVersions = (SELECT COALESCE(SUM(x.Version), 0)
                                                    FROM Extensions x
                                                    WHERE x.EnrollmentId = e.Id)
                                                   + (SELECT COALESCE(SUM(y.Versions), 0)
                                                      FROM LiftedVersions y
                                                      WHERE y.SubjectId = e.Id)
                         AND r.AttendanceVersions = CASE WHEN s.MinimumAttendance IS NULL THEN 0
                                                         ELSE (SELECT COALESCE(SUM(u.Version), 0)
                                                               FROM Attendance u
                                                               WHERE u.EnrollmentId = e.Id)
                                                              + (SELECT COALESCE(SUM(k.Version), 0)
                                                                 FROM CohortSessions k
                                                                 WHERE k.CohortId = e.CohortId) END
                         THEN 0 ELSE 1 END AS Stale,
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
