using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Computes the results of all trainees of a cohort who weren't withdrawn or cancelled, in one pass. Board decisions
/// aren't touched.
/// </summary>
[Requires(Permission.ReadMarks)]
public sealed record ComputeResults(Guid CohortId) : ICommand<ResultsComputed>;

/// <summary>How many results there are, how many of them are new or changed, and their number by outcome.</summary>
public sealed record ResultsComputed(int Computed, int Changed, IReadOnlyDictionary<string, int> ByOutcome);

sealed class ComputeResultsHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<ComputeResults, Result<ResultsComputed>>
{
    public async Task<Result<ResultsComputed>> Handle(ComputeResults request, CancellationToken cancellationToken)
    {
        var key = new { request.CohortId };
        var cohort = await db.FindAsync<SchemeOfCohort>(SchemeOf, key, cancellationToken);
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, cancellationToken))!;
        // Before the marks: what is entered from here on makes the results stale.
        var now = time.GetUtcNow();
        // Before their attendance: who comes meanwhile is computed the next time.
        var trainees = await db.QueryAsync<Guid>(Trainees, key, cancellationToken);
        // Results before marks: a result that was computed from newer marks than these is newer than what is read here,
        // and its row then refuses this one.
        var existing = (await db.QueryAsync<ResultRow>(Existing, key, cancellationToken)).ToDictionary(r =>
            r.EnrollmentId
        );
        var marks = await CohortMarks.OfAsync(db, request.CohortId, cancellationToken);
        var newest = (await db.QueryAsync<NewestRow>(NewestMarks, key, cancellationToken)).ToDictionary(
            row => row.EnrollmentId,
            row => row.EnteredAt
        );
        var attendance = await AttendanceAsync(request.CohortId, scheme, now, cancellationToken);
        var byOutcome = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var changed = 0;
        foreach (var id in trainees)
        {
            var result = ResultCalculator.Compute(scheme, marks[id], attendance(id));
            var row = ResultRow.Of(id, schemeId, result, now);
            var outcome = result.Outcome.ToString();
            byOutcome[outcome] = byOutcome.GetValueOrDefault(outcome) + 1;
            if (!existing.TryGetValue(id, out var before))
            {
                await db.ExecuteAsync(Insert, row, cancellationToken);
                changed++;
                continue;
            }

            var differs = before with { ComputedAt = now } != row;
            // Else a mark that changes nothing would leave its result looking older than it for good.
            if (differs || (newest.TryGetValue(id, out var entered) && entered > before.ComputedAt))
                await db.ChangeAsync(Update, row with { Before = before.ComputedAt }, "result", cancellationToken);
            if (differs)
                changed++;
        }

        if (changed > 0)
            audit.Record("results.computed", request.CohortId, new { Changed = changed, ByOutcome = byOutcome });
        return new ResultsComputed(byOutcome.Values.Sum(), changed, byOutcome);
    }

    async Task<Func<Guid, decimal?>> AttendanceAsync(
        Guid cohortId,
        SchemeFields scheme,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (scheme.MinimumAttendance is not { } least)
            return _ => null;

        var shares = await AttendanceShares.OfCohortAsync(db, cohortId, now, token);
        return id => shares[id].Settled(least);
    }

    sealed record NewestRow
    {
        public Guid EnrollmentId { get; init; }
        public DateTimeOffset EnteredAt { get; init; }
    }

    sealed record SchemeOfCohort
    {
        public Guid? SchemeId { get; init; }
    }

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

        /// <summary>When the result that this one takes the place of was computed.</summary>
        public DateTimeOffset? Before { get; init; }

        internal static ResultRow Of(Guid id, Guid schemeId, ComputedResult result, DateTimeOffset now) =>
            new()
            {
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
    }

    internal static readonly Sql SchemeOf = new("SELECT SchemeId FROM Cohorts WHERE Id = @CohortId");

    internal static readonly Sql Trainees = new(
        """
        SELECT Id FROM Enrollments WHERE CohortId = @CohortId AND State IN ('Active', 'Suspended', 'Completed', 'Failed')
        """
    );

    internal static readonly Sql NewestMarks = new(
        """
        SELECT m.EnrollmentId, MAX(m.EnteredAt) AS EnteredAt
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        GROUP BY m.EnrollmentId
        """
    );

    internal static readonly Sql Existing = new(
        """
        SELECT r.EnrollmentId, r.SchemeId, r.Outcome, r.Mark, r.UnroundedMillionths, r.Reasons, r.Explanation,
               r.ComputedAt
        FROM Enrollments e
        JOIN Results r ON r.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Results
            (EnrollmentId, SchemeId, Outcome, Mark, UnroundedMillionths, Reasons, Explanation, ComputedAt)
        VALUES
            (@EnrollmentId, @SchemeId, @Outcome, @Mark, @UnroundedMillionths, @Reasons, @Explanation, @ComputedAt)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Results
        SET SchemeId = @SchemeId, Outcome = @Outcome, Mark = @Mark, UnroundedMillionths = @UnroundedMillionths,
            Reasons = @Reasons, Explanation = @Explanation, ComputedAt = @ComputedAt
        WHERE EnrollmentId = @EnrollmentId AND ComputedAt = @Before
        """
    );
}
