using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>The trainees of a cohort and the marks that they have, while a list of entries is gone through.</summary>
sealed class MarkRoll
{
    readonly Dictionary<Guid, (string State, string? ClosedBy)> trainees;
    readonly Dictionary<(Guid, Guid, int), MarkRow> marks;

    MarkRoll(
        Dictionary<Guid, (string State, string? ClosedBy)> trainees,
        Dictionary<(Guid, Guid, int), MarkRow> marks
    ) => (this.trainees, this.marks) = (trainees, marks);

    internal static async Task<MarkRoll> LoadAsync(Db db, Guid cohortId, SchemeFields scheme, CancellationToken token)
    {
        var key = new { CohortId = cohortId };
        var trainees = await db.ReadAsync(
            Trainees,
            key,
            row => (Id: row.Id(0), State: row.Text(1), ClosedBy: row.IsNull(2) ? null : row.Text(2)),
            token
        );
        var marks = await CohortMarks.ReadAsync(db, cohortId, scheme, token);
        return new MarkRoll(
            trainees.ToDictionary(t => t.Id, t => (t.State, t.ClosedBy)),
            marks.ToDictionary(m => (m.EnrollmentId, m.ComponentId, m.Attempt), MarkRow (m) => m)
        );
    }

    /// <summary>Why the trainee takes no marks in this cohort; null where it does.</summary>
    /// <param name="enrollmentId">Whose.</param>
    /// <param name="past">Whether records of another system are brought in, which has marks of who withdrew, too.</param>
    internal FieldProblem? Problem(Guid enrollmentId, bool past) =>
        trainees.TryGetValue(enrollmentId, out var trainee)
            ? past && trainee.State == "Withdrawn"
                ? null
                : AssessmentErrors.RecordClosed(trainee.State)
            : new FieldProblem(
                "enrollmentId",
                "enrollment_not_in_cohort",
                "The cohort has no enrollment with this id."
            );

    /// <summary>That a board's sealed decision has closed the trainee's record; null: none has.</summary>
    internal FieldProblem? Closed(Guid enrollmentId) =>
        trainees.TryGetValue(enrollmentId, out var trainee) && trainee.ClosedBy is { } minutes
            ? AssessmentErrors.DecidedByBoard(minutes)
            : null;

    internal MarkRow? Existing(MarkEntry entry) => Find(entry, entry.Attempt);

    internal MarkState? StateOf(MarkEntry entry, int attempt) => Find(entry, attempt)?.State;

    /// <summary>The same place may come twice in one list: the second entry meets what the first one made of it.</summary>
    internal void Note(MarkEntry entry, MarkAnswer answer, MarkBook book)
    {
        if (answer.Outcome is not (MarkOutcome.Created or MarkOutcome.Changed))
            return;
        marks[(entry.EnrollmentId, entry.ComponentId, entry.Attempt)] = book.Written(entry, answer, Existing(entry));
    }

    MarkRow? Find(MarkEntry entry, int attempt) =>
        marks.GetValueOrDefault((entry.EnrollmentId, entry.ComponentId, attempt));

    internal static readonly Sql Trainees = new(
        $"""
        SELECT e.Id, e.State, ({SealedDecisions.ClosedBy}) AS ClosedBy
        FROM Enrollments e
        WHERE e.CohortId = @CohortId
        """
    );
}
