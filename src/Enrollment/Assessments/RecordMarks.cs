using Enrollment.Accounts;
using Enrollment.Assessments.Deadlines;
using Enrollment.Audit;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Writes up to 5,000 marks of one cohort. Each entry stands for itself: what conflicts or is refused comes back with
/// its reason, and the rest is saved.
/// </summary>
[Requires(Permission.EnterMarks)]
public sealed record RecordMarks(Guid CohortId, IReadOnlyList<MarkEntry> Entries) : ICommand<MarksRecorded>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);

    /// <summary>
    /// Whether these are records of another system, which has marks of trainees who withdrew, too; takes the permission
    /// Import.
    /// </summary>
    public bool Past { get; init; }
}

/// <summary>An answer per entry, in the order in which they were sent.</summary>
public sealed record MarksRecorded(IReadOnlyList<MarkAnswer> Answers);

sealed class RecordMarksValidator : AbstractValidator<RecordMarks>
{
    public RecordMarksValidator() => RuleFor(c => c.Entries).MarkList();
}

static class MarkRules
{
    internal static IRuleBuilderOptions<T, IReadOnlyList<MarkEntry>> MarkList<T>(
        this IRuleBuilder<T, IReadOnlyList<MarkEntry>> rule
    ) =>
        rule.Must(entries => entries is { Count: >= 1 and <= 5_000 })
            .WithMessage("Send 1 to 5,000 marks at once.")
            .OverridePropertyName("marks");
}

sealed class RecordMarksHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<RecordMarks, Result<MarksRecorded>>
{
    public async Task<Result<MarksRecorded>> Handle(RecordMarks request, CancellationToken cancellationToken)
    {
        if (request.Past && !context.Caller.May(Permission.Import))
            return AccountErrors.Lacks(context.Caller, Permission.Import);

        var key = new { request.CohortId };
        var cohort = await db.FindAsync<MarkedScheme>(Cohort, key, cancellationToken);
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var now = time.GetUtcNow();
        var scheme = (await SchemeReader.LoadAsync(db, schemeId, cancellationToken))!;
        var book = new MarkBook(db, MarkBook.Components(scheme), context.Caller.Id, ids, now)
        {
            Blind = MarkRow.IsBlind(context.Caller),
        };
        var roll = await MarkRoll.LoadAsync(db, request.CohortId, scheme, cancellationToken);
        var answers = new List<MarkAnswer>(request.Entries.Count);
        var judged = new List<JudgedMark>(request.Entries.Count);
        foreach (var sent in request.Entries)
        {
            var (given, unplaceable) = SubmissionDay.Of(sent, cohort.TimeZone, now);
            if ((roll.Problem(given.EnrollmentId, request.Past) ?? unplaceable) is { } problem)
            {
                answers.Add(new MarkAnswer(MarkOutcome.Refused, 0, null, problem));
                continue;
            }

            var existing = roll.Existing(given);
            var entry = given.Over(existing);
            var closed = roll.Closed(entry.EnrollmentId);
            var answer = book.Judge(entry, existing, attempt => roll.StateOf(entry, attempt), closed);
            answers.Add(answer);
            judged.Add(new JudgedMark(entry, existing, answer));
            roll.Note(entry, answer, book);
        }

        await book.WriteAsync(judged, cancellationToken);
        var written = answers.Count(a => a.Outcome is MarkOutcome.Created or MarkOutcome.Changed);
        if (written > 0)
        {
            await book.FixSchemeAsync(cohort, cancellationToken);
            audit.Record("marks.recorded", request.CohortId, new { Written = written, Sent = answers.Count });
        }

        return new MarksRecorded(answers);
    }

    internal static readonly Sql Cohort = new(
        """
        SELECT h.Id AS CohortId, h.SchemeId, s.FrozenAt, h.MarkedAt, h.TimeZone
        FROM Cohorts h
        LEFT JOIN Schemes s ON s.Id = h.SchemeId
        WHERE h.Id = @CohortId
        """
    );
}
