using Enrollment.Accounts;
using Enrollment.Assessments.Deadlines;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>What would become of up to 5,000 marks of one cohort if they were written now. Nothing is written.</summary>
[Requires(Permission.EnterMarks)]
public sealed record PreviewMarks(Guid CohortId, IReadOnlyList<MarkEntry> Entries) : IQuery<MarksRecorded>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

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
        var now = time.GetUtcNow();
        var book = new MarkBook(db, MarkBook.Components(scheme), context.Caller.Id, ids, now)
        {
            Blind = MarkRow.IsBlind(context.Caller),
        };
        var roll = await MarkRoll.LoadAsync(db, request.CohortId, scheme, cancellationToken);
        var answers = new List<MarkAnswer>(request.Entries.Count);
        foreach (var sent in request.Entries)
        {
            var (given, unplaceable) = SubmissionDay.Of(sent, cohort.TimeZone, now);
            var existing = roll.Existing(given);
            var entry = given.Over(existing);
            var answer = (roll.Problem(entry.EnrollmentId, past: false) ?? unplaceable) is { } problem
                ? new MarkAnswer(MarkOutcome.Refused, 0, null, problem)
                : book.Judge(entry, existing, attempt => roll.StateOf(entry, attempt), roll.Closed(entry.EnrollmentId));
            answers.Add(answer);
            roll.Note(entry, answer, book);
        }

        return new MarksRecorded(answers);
    }
}
