using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// How a trainee's result came about, in figures and in the words of a language (ISO 639-1: en, kk, ru, zh; English
/// where there are none). To the trainee it is that of the last release; there is none before it.
/// </summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetExplanation(Guid EnrollmentId, string? Language) : IQuery<ExplainedResult>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

public sealed record ExplainedResult(
    Guid EnrollmentId,
    DateTimeOffset ComputedAt,
    ResultExplanation Explanation,
    IReadOnlyList<ExplanationLine> Lines
);

sealed class GetExplanationHandler(Db db, RequestContext context)
    : IRequestHandler<GetExplanation, Result<ExplainedResult>>
{
    public async Task<Result<ExplainedResult>> Handle(GetExplanation request, CancellationToken cancellationToken)
    {
        var enrollment = await db.FindAsync<EnrollmentView>(
            GetEnrollmentHandler.ById,
            new { Id = request.EnrollmentId },
            cancellationToken
        );
        if (enrollment is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(enrollment.PersonId))
            return AccountErrors.NotYours;

        var row = await db.FindAsync<Row>(
            context.Caller.May(Permission.ReadMarks) ? Explanation : ReleasedExplanation,
            new { request.EnrollmentId, Blind = UnconfirmedMarks.Blind(context.Caller) },
            cancellationToken
        );
        if (row?.Explanation is null)
            return AssessmentErrors.NoResult(request.EnrollmentId);

        var explanation = ResultJson.ReadExplanation(row.Explanation);
        // What was computed before a mark had to be confirmed (anew) says more than may be told now.
        if (row.Drawable > 0 || (row.Unconfirmed > 0 && explanation.Outcome != Outcome.Incomplete))
            return AssessmentErrors.NoResult(request.EnrollmentId);

        return new ExplainedResult(
            request.EnrollmentId,
            row.ComputedAt,
            explanation,
            ExplanationWords.In(request.Language).Lines(explanation)
        );
    }

    sealed record Row
    {
        public string? Explanation { get; init; }
        public DateTimeOffset ComputedAt { get; init; }
        public int Unconfirmed { get; init; }
        public int Drawable { get; init; }
    }

    internal static readonly Sql Explanation = new(
        $"""
        SELECT r.Explanation, r.ComputedAt, ({UnconfirmedMarks.Count}) AS Unconfirmed, ({UnconfirmedMarks.Drawable}) AS Drawable
        FROM Results r
        JOIN Enrollments e ON e.Id = r.EnrollmentId
        WHERE r.EnrollmentId = @EnrollmentId
        """
    );

    internal static readonly Sql ReleasedExplanation = new(
        """
        SELECT Explanation, ComputedAt FROM ReleasedResults WHERE EnrollmentId = @EnrollmentId AND SchemeId IS NOT NULL
        """
    );
}
