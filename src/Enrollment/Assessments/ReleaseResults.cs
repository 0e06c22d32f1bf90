using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Shows the marks and results of a cohort to its trainees as they stand now, and the decisions of sealed minutes; until
/// then they see none, and from then on these, whatever is entered, computed or decided, until the next release (rule 18).
/// Marks that await a second marker or a moderator, and results that they led to, stay hidden until a release after that.
/// Whoever sees something new or changed is written to.
/// </summary>
[Requires(Permission.ReleaseResults)]
public sealed record ReleaseResults(Guid CohortId) : ICommand<ResultsReleased>;

/// <summary>How many marks became visible, new and changed ones.</summary>
public sealed record ResultsReleased(int Marks);

sealed class ReleaseResultsHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<ReleaseResults, Result<ResultsReleased>>
{
    public async Task<Result<ResultsReleased>> Handle(ReleaseResults request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = new { request.CohortId, Now = now };
        if (!await CohortRelease.MarkReleasedAsync(db, request.CohortId, now, cancellationToken))
            return Refusal.NotFound("cohort", request.CohortId);

        var before = await ReleaseLetters.SeenAsync(db, request.CohortId, cancellationToken);
        // Results before marks: one that is computed meanwhile from a mark that isn't released yet is left out.
        await db.ExecuteAsync(DropResults, key, cancellationToken);
        await db.ExecuteAsync(CopyResults, key, cancellationToken);
        var marks = await db.ExecuteAsync(Release, key, cancellationToken);
        if (marks > 0)
        {
            await db.ExecuteAsync(DropMarks, key, cancellationToken);
            await db.ExecuteAsync(CopyMarks, key, cancellationToken);
        }

        await ReleaseLetters.RecordAsync(db, ids, request.CohortId, before, now, cancellationToken);
        audit.Record("results.released", request.CohortId, new { Marks = marks });
        return new ResultsReleased(marks);
    }

    internal static readonly Sql DropResults = new(
        """
        DELETE FROM ReleasedResults
        WHERE EnrollmentId IN (SELECT Id FROM Enrollments WHERE CohortId = @CohortId)
        """
    );

    internal static readonly Sql CopyResults = new(
        $"""
        INSERT INTO ReleasedResults
            (EnrollmentId, State, SchemeId, Outcome, Mark, UnroundedMillionths, Reasons, Explanation, ComputedAt,
             DecisionId, ReleasedAt)
        SELECT e.Id,
               CASE WHEN e.State NOT IN ('Completed', 'Failed') THEN e.State
                    WHEN d.Decision IN ('Pass', 'Merit', 'Distinction') THEN 'Completed'
                    WHEN d.Decision = 'Fail' THEN 'Failed'
                    ELSE 'Active' END,
               r.SchemeId, r.Outcome, r.Mark, r.UnroundedMillionths, r.Reasons, r.Explanation, r.ComputedAt, d.Id, @Now
        FROM Enrollments e
        LEFT JOIN Results r
            ON r.EnrollmentId = e.Id AND (r.Outcome = 'Incomplete' OR ({UnconfirmedMarks.Count}) = 0)
        LEFT JOIN BoardDecisions d
            ON d.EnrollmentId = e.Id
            AND d.Sequence = (SELECT MAX(l.Sequence)
                              FROM BoardDecisions l
                              JOIN BoardMeetings lm ON lm.Id = l.MeetingId
                              WHERE l.EnrollmentId = e.Id AND lm.SealedAt IS NOT NULL)
        WHERE e.CohortId = @CohortId
        """
    );

    /// <summary>Locks what it releases: who changes one of these marks waits, and takes the release away again.</summary>
    internal static readonly Sql Release = new(
        """
        UPDATE Marks
        SET ReleasedAt = @Now
        WHERE ReleasedAt IS NULL AND EnrollmentId IN (SELECT Id FROM Enrollments WHERE CohortId = @CohortId)
          AND (Value IS NULL
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

    /// <summary>The copies of marks that have changed since, unless they are changing at this moment.</summary>
    internal static readonly Sql DropMarks = new(
        """
        DELETE FROM ReleasedMarks
        WHERE EnrollmentId IN (SELECT Id FROM Enrollments WHERE CohortId = @CohortId)
          AND EXISTS (SELECT 1 FROM Marks m
                      WHERE m.EnrollmentId = ReleasedMarks.EnrollmentId AND m.ComponentId = ReleasedMarks.ComponentId
                        AND m.Attempt = ReleasedMarks.Attempt AND m.Version <> ReleasedMarks.Version
                        AND m.ReleasedAt IS NOT NULL)
        """
    );

    /// <summary>Of a mark that is withheld the trainee learns that it is, and not the value.</summary>
    internal static readonly Sql CopyMarks = new(
        """
        INSERT INTO ReleasedMarks
            (EnrollmentId, ComponentId, Attempt, State, Value, SubmittedOn, EnteredAt, ReleasedAt, Version)
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.State, CASE WHEN m.State <> 'Withheld' THEN m.Value END,
               m.SubmittedOn, m.EnteredAt, m.ReleasedAt, m.Version
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId AND m.ReleasedAt IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM ReleasedMarks x
                          WHERE x.EnrollmentId = m.EnrollmentId AND x.ComponentId = m.ComponentId
                            AND x.Attempt = m.Attempt)
        """
    );
}
