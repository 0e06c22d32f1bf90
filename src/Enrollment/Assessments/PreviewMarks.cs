using Enrollment.Accounts;
using Enrollment.Assessments.Deadlines;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>What would become of up to 5,000 marks of one cohort if they were written now. Nothing is written.</summary>
[Requires(Permission.EnterMarks)]
public sealed record PreviewMarks(Guid CohortId, IReadOnlyList<MarkEntry> Entries) : IQuery<MarksRecorded>;

sealed class PreviewMarksValidator : AbstractValidator<PreviewMarks>
{
    public PreviewMarksValidator() => RuleFor(q => q.Entries).MarkList();
}

sealed class PreviewMarksHandler(Db db, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<PreviewMarks, Result<MarksRecorded>>
{
    public async Task<Result<MarksRecorded>> Handle(PreviewMarks request, CancellationToken cancellationToken)
    {
        var key = new { request.CohortId };
        var cohort = await db.FindAsync<MarkedScheme>(RecordMarksHandler.Cohort, key, cancellationToken);
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, cancellationToken))!;
        var book = new MarkBook(db, MarkBook.Components(scheme), context.Caller.Id, ids, time.GetUtcNow());
        var roll = await MarkRoll.LoadAsync(db, request.CohortId, scheme, cancellationToken);
        var answers = new List<MarkAnswer>(request.Entries.Count);
        foreach (var sent in request.Entries)
        {
            var (entry, unplaceable) = SubmissionDay.Of(sent, cohort.TimeZone);
            var answer = (roll.Problem(entry.EnrollmentId) ?? unplaceable) is { } problem
                ? new MarkAnswer(MarkOutcome.Refused, 0, null, problem)
                : book.Judge(entry, roll.Existing(entry), attempt => roll.StateOf(entry, attempt));
            answers.Add(answer);
            roll.Note(entry, answer, book);
        }

        return new MarksRecorded(answers);
    }
}
