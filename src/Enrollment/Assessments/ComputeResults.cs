using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Computes the results of all trainees of a cohort who weren't withdrawn or cancelled, in one pass. Board decisions
/// aren't touched.
/// </summary>
[Requires(Permission.ReadMarks)]
public sealed record ComputeResults(Guid CohortId) : ICommand<ResultsComputed>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>How many results there are, how many of them are new or changed, and their number by outcome.</summary>
public sealed record ResultsComputed(int Computed, int Changed, IReadOnlyDictionary<string, int> ByOutcome);

/// <summary>Writes what <see cref="ResultPreparation"/> has computed, if it is still news.</summary>
sealed class ComputeResultsHandler(Db db, AuditTrail audit, PreparedResults prepared)
    : IRequestHandler<ComputeResults, Result<ResultsComputed>>
{
    public async Task<Result<ResultsComputed>> Handle(ComputeResults request, CancellationToken cancellationToken)
    {
        var results = prepared.Of(request);
        // Whoever computed the same at the same moment may have read newer marks than these.
        if (
            await db.TryExecuteAsync(Insert, results.Missing, cancellationToken) is null
            || await db.ExecuteAsync(Update, results.Outdated, cancellationToken) != results.Outdated.Count
        )
            return Refusal.Stale("result");

        if (results.Changed > 0)
        {
            audit.Record("results.computed", request.CohortId, new { results.Changed, ByOutcome = results.ByOutcome });
        }

        return new ResultsComputed(results.ByOutcome.Values.Sum(), results.Changed, results.ByOutcome);
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Results
            (EnrollmentId, SchemeId, Outcome, Mark, UnroundedMillionths, Reasons, Explanation, ComputedAt, MarkVersions,
             DeadlineVersions, ExtensionVersions, AttendanceVersions)
        VALUES
            (@EnrollmentId, @SchemeId, @Outcome, @Mark, @UnroundedMillionths, @Reasons, @Explanation, @ComputedAt,
             @MarkVersions, @DeadlineVersions, @ExtensionVersions, @AttendanceVersions)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Results
        SET SchemeId = @SchemeId, Outcome = @Outcome, Mark = @Mark, UnroundedMillionths = @UnroundedMillionths,
            Reasons = @Reasons, Explanation = @Explanation, ComputedAt = @ComputedAt,
            MarkVersions = @MarkVersions, DeadlineVersions = @DeadlineVersions, ExtensionVersions = @ExtensionVersions,
            AttendanceVersions = @AttendanceVersions
        WHERE EnrollmentId = @EnrollmentId AND ComputedAt = @Before
        """
    );
}
