using System.Text.Json.Serialization;
using Enrollment.Data;

namespace Enrollment.Enrollments;

/// <summary>
/// How much of a cohort's sessions a trainee attended. Counted are those that were held until now, weren't cancelled, and
/// lie within the enrollment's days; of an enrollment that never started none is.
/// </summary>
public sealed record AttendanceShare
{
    public int Counted { get; init; }

    /// <summary>Present or late.</summary>
    public int Attended { get; init; }
    public int Excused { get; init; }
    public int Absent { get; init; }
    public int NotRecorded { get; init; }

    /// <summary>
    /// Attended / (counted - excused), 0 to 1 and not rounded, to be held against a minimum; null where nothing counts. A
    /// session at which nothing was recorded counts as not attended.
    /// </summary>
    [JsonIgnore]
    public decimal? Share => Counted > Excused ? (decimal)Attended / (Counted - Excused) : null;

    /// <summary>
    /// The share in percent, 0 to 100, for people to read; cut after two decimals, so that it never shows a minimum that
    /// wasn't reached.
    /// </summary>
    public decimal? Percent =>
        Counted > Excused ? decimal.Truncate(10_000m * Attended / (Counted - Excused)) / 100m : null;

    /// <summary>
    /// The percentage attended, not rounded, where it settles whether a minimum is reached; null where that hangs on
    /// sessions at which nothing was recorded, for a blank is no absence.
    /// </summary>
    /// <param name="least">The minimum in percent.</param>
    internal decimal? Settled(decimal least) =>
        Share * 100 is { } recorded
        && (recorded >= least || 100m * (Attended + NotRecorded) / (Counted - Excused) < least)
            ? recorded
            : null;
}

/// <summary>The shares, for whoever decides by them.</summary>
public static class AttendanceShares
{
    /// <summary>Of every enrollment of a cohort, by its id.</summary>
    internal static Task<IReadOnlyDictionary<Guid, AttendanceShare>> OfCohortAsync(
        Db db,
        Guid cohortId,
        DateTimeOffset now,
        CancellationToken token
    ) => OfCohortAsync(db, cohortId, Guid.Empty, Guid.AllBitsSet, now, token);

    /// <summary>Of those whose ids lie between the two, which are among them.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, AttendanceShare>> OfCohortAsync(
        Db db,
        Guid cohortId,
        Guid first,
        Guid last,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var range = new
        {
            CohortId = cohortId,
            First = first,
            Last = last,
            Now = now,
        };
        var rows = await db.QueryAsync<ShareRow>(OfCohort, range, token);
        return rows.ToDictionary(row => row.EnrollmentId, row => row.Share);
    }

    /// <summary>
    /// By the id of every enrollment of a cohort a number that each change of its attendance, or of a session of the cohort,
    /// makes higher.
    /// </summary>
    internal static async Task<IReadOnlyDictionary<Guid, int>> VersionsOfCohortAsync(
        Db db,
        Guid cohortId,
        CancellationToken token
    ) =>
        (await db.QueryAsync<VersionsRow>(Versions, new { CohortId = cohortId }, token)).ToDictionary(
            row => row.EnrollmentId,
            row => row.Versions
        );

    sealed record VersionsRow
    {
        public Guid EnrollmentId { get; init; }
        public int Versions { get; init; }
    }

    /// <summary>Of one enrollment of the cohort.</summary>
    internal static async Task<AttendanceShare> OfEnrollmentAsync(
        Db db,
        Guid cohortId,
        Guid enrollmentId,
        DateTimeOffset now,
        CancellationToken token
    ) => (await OfCohortAsync(db, cohortId, enrollmentId, enrollmentId, now, token))[enrollmentId];

    sealed record ShareRow
    {
        public Guid EnrollmentId { get; init; }
        public int Counted { get; init; }
        public int Attended { get; init; }
        public int Excused { get; init; }
        public int Absent { get; init; }

        internal AttendanceShare Share =>
            new()
            {
                Counted = Counted,
                Attended = Attended,
                Excused = Excused,
                Absent = Absent,
                NotRecorded = Counted - Attended - Excused - Absent,
            };
    }

    internal static readonly Sql Versions = new(
        """
        SELECT e.Id AS EnrollmentId,
               (SELECT COALESCE(SUM(a.Version), 0) FROM Attendance a WHERE a.EnrollmentId = e.Id)
               + (SELECT COALESCE(SUM(s.Version), 0) FROM CohortSessions s WHERE s.CohortId = e.CohortId) AS Versions
        FROM Enrollments e
        WHERE e.CohortId = @CohortId
        """
    );

    internal static readonly Sql OfCohort = new(
        """
        SELECT e.Id AS EnrollmentId, COUNT(s.Id) AS Counted,
               SUM(CASE WHEN a.State IN ('Present', 'Late') THEN 1 ELSE 0 END) AS Attended,
               SUM(CASE WHEN a.State = 'Excused' THEN 1 ELSE 0 END) AS Excused,
               SUM(CASE WHEN a.State = 'Absent' THEN 1 ELSE 0 END) AS Absent
        FROM Enrollments e
        LEFT JOIN CohortSessions s
            ON s.CohortId = e.CohortId AND s.CancelledAt IS NULL AND s.EndsAt <= @Now AND s.HeldOn >= e.EnrolledOn
               AND (e.EndedOn IS NULL OR s.HeldOn <= e.EndedOn) AND e.State <> 'Cancelled'
        LEFT JOIN Attendance a ON a.SessionId = s.Id AND a.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId AND e.Id >= @First AND e.Id <= @Last
        GROUP BY e.Id
        """
    );
}
