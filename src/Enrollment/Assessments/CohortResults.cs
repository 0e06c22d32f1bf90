using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>The results of a cohort as they are to be written, computed from what one moment's marks are.</summary>
sealed class CohortResults
{
    readonly SortedDictionary<string, int> byOutcome = new(StringComparer.Ordinal);
    readonly List<ResultRow> missing = [];
    readonly List<ResultRow> outdated = [];

    /// <summary>Those of trainees who had none.</summary>
    internal IReadOnlyList<ResultRow> Missing => missing;

    /// <summary>Those that take the place of another, which is known by the time at which it was computed.</summary>
    internal IReadOnlyList<ResultRow> Outdated => outdated;

    /// <summary>How many are new or differ from what they take the place of.</summary>
    internal int Changed { get; private set; }

    internal IReadOnlyDictionary<string, int> ByOutcome => byOutcome;

    /// <param name="db">Where from; nothing is written.</param>
    /// <param name="cohortId">Whose.</param>
    /// <param name="now">When.</param>
    /// <param name="token">Cancels.</param>
    internal static async Task<Result<CohortResults>> ComputeAsync(
        Db db,
        Guid cohortId,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var key = new { CohortId = cohortId };
        var cohort = await db.FindAsync<SchemeOfCohort>(SchemeOf, key, token);
        if (cohort is null)
            return Refusal.NotFound("cohort", cohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, token))!;
        // Before their attendance: who comes meanwhile is computed the next time.
        var trainees = await db.QueryAsync<Guid>(Trainees, key, token);
        // Results before marks: a result that was computed from newer marks than these is newer than what is read here,
        // and its row then refuses this one.
        var existing = (await db.ReadAsync(Existing, key, ResultRow.Of, token)).ToDictionary(r => r.EnrollmentId);
        var marks = await CohortMarks.OfAsync(db, cohortId, scheme, reader: null, token);
        var attendance = await AttendanceAsync(db, cohortId, scheme, now, token);
        var results = new CohortResults();
        foreach (var id in trainees)
        {
            var (share, versions) = attendance(id);
            var result = ResultCalculator.Compute(scheme, marks[id].Marks, share);
            results.Add(
                ResultRow.Of(id, schemeId, result, marks.Versions(id, versions), now),
                existing.GetValueOrDefault(id)
            );
        }

        return results;
    }

    void Add(ResultRow row, ResultRow? before)
    {
        byOutcome[row.Outcome] = byOutcome.GetValueOrDefault(row.Outcome) + 1;
        if (before is null)
        {
            missing.Add(row);
            Changed++;
            return;
        }

        var differs = before.With(row.Versions) with { ComputedAt = row.ComputedAt } != row;
        // Else a mark that changes nothing would leave its result looking older than it for good.
        if (differs || before.Versions != row.Versions)
            outdated.Add(row with { Before = before.ComputedAt });
        if (differs)
            Changed++;
    }

    /// <summary>Of a trainee the percentage attended, where it is settled, and by which versions that is known.</summary>
    static async Task<Func<Guid, (decimal? Percent, int Versions)>> AttendanceAsync(
        Db db,
        Guid cohortId,
        SchemeFields scheme,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (scheme.MinimumAttendance is not { } least)
            return _ => (null, 0);

        // Before the shares: what is recorded in between makes its result stale.
        var versions = await AttendanceShares.VersionsOfCohortAsync(db, cohortId, token);
        var shares = await AttendanceShares.OfCohortAsync(db, cohortId, now, token);
        return id => (shares[id].Settled(least), versions[id]);
    }

    sealed record SchemeOfCohort
    {
        public Guid? SchemeId { get; init; }
    }

    internal static readonly Sql SchemeOf = new("SELECT SchemeId FROM Cohorts WHERE Id = @CohortId");

    internal static readonly Sql Trainees = new(
        """
        SELECT Id FROM Enrollments WHERE CohortId = @CohortId AND State IN ('Active', 'Suspended', 'Completed', 'Failed')
        """
    );

    internal static readonly Sql Existing = new(
        """
        SELECT r.EnrollmentId, r.SchemeId, r.Outcome, r.Mark, r.UnroundedMillionths, r.Reasons, r.Explanation,
               r.ComputedAt, r.MarkVersions, r.DeadlineVersions, r.ExtensionVersions,
               r.AttendanceVersions
        FROM Enrollments e
        JOIN Results r ON r.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );
}

/// <summary>A result as stored.</summary>
sealed record ResultRow
{
    public Guid EnrollmentId { get; init; }
    public Guid SchemeId { get; init; }
    public string Outcome { get; init; } = "";
    public decimal? Mark { get; init; }
    public long? UnroundedMillionths { get; init; }
    public string Reasons { get; init; } = "";
    public string? Explanation { get; init; }
    public DateTimeOffset ComputedAt { get; init; }

    /// <summary>What it was computed from, as <see cref="ReadVersions"/>; null in results from before this was kept.</summary>
    public int? MarkVersions { get; init; }
    public int? DeadlineVersions { get; init; }
    public int? ExtensionVersions { get; init; }
    public int? AttendanceVersions { get; init; }

    /// <summary>When the result that this one takes the place of was computed.</summary>
    public DateTimeOffset? Before { get; init; }

    internal ReadVersions? Versions =>
        MarkVersions is { } marks
        && DeadlineVersions is { } deadlines
        && ExtensionVersions is { } extensions
        && AttendanceVersions is { } attendance
            ? new ReadVersions(marks, deadlines, extensions, attendance)
            : null;

    internal ResultRow With(ReadVersions? versions) =>
        this with
        {
            MarkVersions = versions?.Marks,
            DeadlineVersions = versions?.Deadlines,
            ExtensionVersions = versions?.Extensions,
            AttendanceVersions = versions?.Attendance,
        };

    internal static ResultRow Of(
        Guid id,
        Guid schemeId,
        ComputedResult result,
        ReadVersions versions,
        DateTimeOffset now
    ) =>
        new()
        {
            MarkVersions = versions.Marks,
            DeadlineVersions = versions.Deadlines,
            ExtensionVersions = versions.Extensions,
            AttendanceVersions = versions.Attendance,
            EnrollmentId = id,
            SchemeId = schemeId,
            Outcome = result.Outcome.ToString(),
            Mark = result.Mark,
            // Cut, not rounded: 39.4999999 must not read as 39.5 beside a mark of 39.
            UnroundedMillionths = result.Unrounded is { } value ? (long)decimal.Truncate(value * 1_000_000) : null,
            Reasons = ResultJson.Write(result.Reasons),
            Explanation = ResultJson.Write(result.Explanation),
            ComputedAt = now,
        };

    internal static ResultRow Of(IRow row) =>
        new()
        {
            EnrollmentId = row.Id(0),
            SchemeId = row.Id(1),
            Outcome = row.Text(2),
            Mark = row.IsNull(3) ? null : row.Hundredths(3),
            UnroundedMillionths = row.IsNull(4) ? null : row.LongNumber(4),
            Reasons = row.Text(5),
            Explanation = row.IsNull(6) ? null : row.Text(6),
            ComputedAt = row.Instant(7),
            MarkVersions = row.IsNull(8) ? null : row.Number(8),
            DeadlineVersions = row.IsNull(9) ? null : row.Number(9),
            ExtensionVersions = row.IsNull(10) ? null : row.Number(10),
            AttendanceVersions = row.IsNull(11) ? null : row.Number(11),
        };
}
