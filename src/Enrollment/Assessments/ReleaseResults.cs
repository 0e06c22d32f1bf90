using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Shows the marks and results of a cohort to its trainees; until then they see none (rule 18). Marks that await a second
/// marker or a moderator stay hidden until a release after that.
/// </summary>
[Requires(Permission.ReleaseResults)]
public sealed record ReleaseResults(Guid CohortId) : ICommand<ResultsReleased>;

/// <summary>How many marks became visible.</summary>
public sealed record ResultsReleased(int Marks);

sealed class ReleaseResultsHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<ReleaseResults, Result<ResultsReleased>>
{
    public async Task<Result<ResultsReleased>> Handle(ReleaseResults request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await CohortRelease.MarkReleasedAsync(db, request.CohortId, now, cancellationToken))
            return Refusal.NotFound("cohort", request.CohortId);

        var marks = await db.ExecuteAsync(Release, new { request.CohortId, Now = now }, cancellationToken);
        audit.Record("results.released", request.CohortId, new { Marks = marks });
        return new ResultsReleased(marks);
    }

    internal static readonly Sql Release = new(
        """
        UPDATE Marks
        SET ReleasedAt = @Now
        WHERE ReleasedAt IS NULL AND EnrollmentId IN (SELECT Id FROM Enrollments WHERE CohortId = @CohortId)
          AND (State <> 'Marked'
               OR EXISTS (SELECT 1 FROM SecondMarkings s
                          WHERE s.EnrollmentId = Marks.EnrollmentId AND s.ComponentId = Marks.ComponentId
                            AND s.Attempt = Marks.Attempt AND s.State IN ('Agreed', 'Moderated'))
               OR (NOT EXISTS (SELECT 1 FROM SecondMarkings s
                               WHERE s.EnrollmentId = Marks.EnrollmentId AND s.ComponentId = Marks.ComponentId
                                 AND s.Attempt = Marks.Attempt)
                   AND NOT EXISTS (SELECT 1 FROM SchemeComponents c
                                   WHERE c.Id = Marks.ComponentId AND c.SecondMarking = 'All')))
        """
    );
}
