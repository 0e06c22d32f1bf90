using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// One trainee's marks and result. The trainee sees them as they stood at the last release and nothing else: no count, no
/// placeholder, nothing that was entered, computed or decided since, and nothing that awaited a second marker or a
/// moderator then.
/// </summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetTraineeResult(Guid EnrollmentId) : IQuery<TraineeResult>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

/// <summary>The result is null where there is none or where it isn't released to the caller.</summary>
public sealed record TraineeResult(Guid EnrollmentId, IReadOnlyList<MarkView> Marks, ResultView? Result);

sealed class GetTraineeResultHandler(Db db, RequestContext context)
    : IRequestHandler<GetTraineeResult, Result<TraineeResult>>
{
    public async Task<Result<TraineeResult>> Handle(GetTraineeResult request, CancellationToken cancellationToken)
    {
        var key = new { request.EnrollmentId, Blind = UnconfirmedMarks.Blind(context.Caller) };
        var enrollment = await db.FindAsync<EnrollmentView>(
            GetEnrollmentHandler.ById,
            new { Id = request.EnrollmentId },
            cancellationToken
        );
        if (enrollment is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(enrollment.PersonId))
            return AccountErrors.NotYours;

        var seesAll = context.Caller.May(Permission.ReadMarks);
        var marks = seesAll
            ?
            [
                .. (await db.QueryAsync<ListMarksHandler.MarkOfTrainee>(Marks, key, cancellationToken)).Select(mark =>
                    mark.View(context.Caller)
                ),
            ]
            : await db.QueryAsync<MarkView>(ReleasedMarks, key, cancellationToken);
        var row = await db.FindAsync<ListResultsHandler.ResultRow>(
            seesAll ? Result : ReleasedResult,
            key,
            cancellationToken
        );
        return new TraineeResult(request.EnrollmentId, marks, row?.View());
    }

    internal static readonly Sql Marks = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, c.Code AS ComponentCode, m.Attempt, m.State, m.Value, m.SubmittedOn,
               m.EnteredBy, m.EnteredAt, m.ReleasedAt, m.Version, c.SecondMarking, s.State AS Confirmation
        FROM Marks m
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE m.EnrollmentId = @EnrollmentId
        ORDER BY c.GroupCode, c.Position, m.Attempt
        """
    );

    internal static readonly Sql ReleasedMarks = new(
        """
        SELECT m.ComponentId, c.Code AS ComponentCode, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredAt, m.ReleasedAt,
               m.Version
        FROM ReleasedMarks m
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        WHERE m.EnrollmentId = @EnrollmentId
        ORDER BY c.GroupCode, c.Position, m.Attempt
        """
    );

    internal static readonly Sql Result = new(
        $"""
        SELECT r.EnrollmentId, n.FullName AS PersonName, r.Outcome, r.Mark, r.UnroundedMillionths, r.Reasons,
               r.ComputedAt, d.Decision, ({UnconfirmedMarks.Count}) AS Unconfirmed,
               ({UnconfirmedMarks.Drawable}) AS Drawable
        FROM Results r
        JOIN Enrollments e ON e.Id = r.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN BoardDecisions d
            ON d.EnrollmentId = e.Id
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = e.Id)
        WHERE r.EnrollmentId = @EnrollmentId
        """
    );

    internal static readonly Sql ReleasedResult = new(
        """
        SELECT r.EnrollmentId, n.FullName AS PersonName, r.Outcome, r.Mark, r.UnroundedMillionths, r.Reasons,
               r.ComputedAt, d.Decision
        FROM ReleasedResults r
        JOIN Enrollments e ON e.Id = r.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN BoardDecisions d ON d.Id = r.DecisionId
        WHERE r.EnrollmentId = @EnrollmentId AND r.SchemeId IS NOT NULL
        """
    );
}
