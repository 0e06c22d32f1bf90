using Enrollment.Accounts;
using Enrollment.Assessments.Deadlines;
using Enrollment.Assessments.Moderation;
using Enrollment.Audit;
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
public sealed record RecordMarks(Guid CohortId, IReadOnlyList<MarkEntry> Entries) : ICommand<MarksRecorded>;

/// <summary>An answer per entry, in the order in which they were sent.</summary>
public sealed record MarksRecorded(IReadOnlyList<MarkAnswer> Answers);

sealed class RecordMarksValidator : AbstractValidator<RecordMarks>
{
    public RecordMarksValidator() =>
        RuleFor(c => c.Entries)
            .Must(entries => entries is { Count: >= 1 and <= 5_000 })
            .WithMessage("Send 1 to 5,000 marks at once.")
            .OverridePropertyName("marks");
}

sealed class RecordMarksHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<RecordMarks, Result<MarksRecorded>>
{
    public async Task<Result<MarksRecorded>> Handle(RecordMarks request, CancellationToken cancellationToken)
    {
        var key = new { request.CohortId };
        var cohort = await db.FindAsync<MarkedScheme>(Cohort, key, cancellationToken);
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var now = time.GetUtcNow();
        var scheme = (await SchemeReader.LoadAsync(db, schemeId, cancellationToken))!;
        var components = MarkBook.Components(scheme);
        var book = new MarkBook(db, components, context.Caller.Id, ids, now);
        var trainees = (await db.QueryAsync<TraineeRow>(Trainees, key, cancellationToken)).ToDictionary(t => t.Id);
        var existing = (await db.QueryAsync<MarkRow>(CohortMarks.Marks, key, cancellationToken)).ToDictionary(Key);

        var answers = new List<MarkAnswer>(request.Entries.Count);
        foreach (var sent in request.Entries)
        {
            var (entry, unplaceable) = SubmissionDay.Of(sent, cohort.TimeZone);
            var place = (entry.EnrollmentId, entry.ComponentId, entry.Attempt);
            if ((TraineeProblem(trainees, entry.EnrollmentId) ?? unplaceable) is { } problem)
            {
                answers.Add(new MarkAnswer(MarkOutcome.Refused, 0, null, problem));
                continue;
            }

            var answer = await book.WriteAsync(
                entry,
                existing.GetValueOrDefault(place),
                attempt => existing.GetValueOrDefault((entry.EnrollmentId, entry.ComponentId, attempt))?.State,
                cancellationToken
            );
            answers.Add(answer);
            // The same place may come twice in one list: the second entry meets what the first one wrote.
            if (answer.Outcome is MarkOutcome.Created or MarkOutcome.Changed)
                existing[place] = Written(
                    entry,
                    answer.Version,
                    components[entry.ComponentId],
                    existing.GetValueOrDefault(place)
                );
        }

        var written = answers.Count(a => a.Outcome is MarkOutcome.Created or MarkOutcome.Changed);
        if (written > 0)
        {
            await book.FixSchemeAsync(cohort, cancellationToken);
            audit.Record("marks.recorded", request.CohortId, new { Written = written, Sent = answers.Count });
        }

        return new MarksRecorded(answers);
    }

    static (Guid, Guid, int) Key(MarkRow row) => (row.EnrollmentId, row.ComponentId, row.Attempt);

    MarkRow Written(MarkEntry entry, int version, SchemeComponent component, MarkRow? before) =>
        new()
        {
            EnrollmentId = entry.EnrollmentId,
            ComponentId = entry.ComponentId,
            Attempt = entry.Attempt,
            State = entry.State,
            Value = entry.Value,
            SubmittedOn = entry.SubmittedOn,
            EnteredBy = context.Caller.Id,
            Version = version,
            SecondMarking = component.SecondMarking,
            Confirmation =
                before?.Confirmation is not null && before.Value != entry.Value
                    ? SecondMarkingState.Pending
                    : before?.Confirmation,
        };

    static FieldProblem? TraineeProblem(Dictionary<Guid, TraineeRow> trainees, Guid id) =>
        !trainees.TryGetValue(id, out var trainee)
            ? new FieldProblem("enrollmentId", "enrollment_not_in_cohort", "The cohort has no enrollment with this id.")
            : AssessmentErrors.RecordClosed(trainee.State);

    sealed record TraineeRow
    {
        public Guid Id { get; init; }
        public string State { get; init; } = "";
    }

    internal static readonly Sql Cohort = new(
        """
        SELECT h.Id AS CohortId, h.SchemeId, s.FrozenAt, h.MarkedAt, h.TimeZone
        FROM Cohorts h
        LEFT JOIN Schemes s ON s.Id = h.SchemeId
        WHERE h.Id = @CohortId
        """
    );

    internal static readonly Sql Trainees = new("SELECT Id, State FROM Enrollments WHERE CohortId = @CohortId");
}
