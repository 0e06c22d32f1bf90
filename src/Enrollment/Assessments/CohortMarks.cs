using Enrollment.Data;

namespace Enrollment.Assessments;

/// <summary>The marks that results are computed from, with how late each piece of work was (rule 16).</summary>
static class CohortMarks
{
    internal static async Task<ILookup<Guid, Mark>> OfAsync(Db db, Guid cohortId, CancellationToken token)
    {
        var key = new { CohortId = cohortId };
        var extensions = (await db.QueryAsync<ExtensionRow>(Extensions, key, token)).ToDictionary(
            e => (e.EnrollmentId, e.ComponentId, e.Attempt),
            e => e.DueOn
        );
        var deadlines = (await db.QueryAsync<DeadlineRow>(Deadlines, key, token)).ToDictionary(
            d => (d.ComponentId, d.Attempt),
            d => d.DueOn
        );
        var marks = await db.QueryAsync<MarkRow>(Marks, key, token);
        return marks.ToLookup(
            m => m.EnrollmentId,
            m => new Mark(m.ComponentId, m.Attempt, m.State, m.Value)
            {
                DaysLate = DaysLate(m.SubmittedOn, DueOn(m)),
                Unconfirmed = m.IsUnconfirmed,
            }
        );

        // A deadline that moved beyond an extension since it was granted is for everybody. Where the deadline was lifted,
        // nothing is late.
        DateOnly? DueOn(MarkRow m) =>
            !deadlines.TryGetValue((m.ComponentId, m.Attempt), out var due) ? null
            : extensions.TryGetValue((m.EnrollmentId, m.ComponentId, m.Attempt), out var extended) && extended > due
                ? extended
            : due;
    }

    /// <summary>Both are days in the cohort's zone; work whose day of submission isn't recorded is in time.</summary>
    internal static int DaysLate(DateOnly? submittedOn, DateOnly? dueOn) =>
        submittedOn is { } submitted && dueOn is { } due ? Math.Max(0, submitted.DayNumber - due.DayNumber) : 0;

    sealed record ExtensionRow
    {
        public Guid EnrollmentId { get; init; }
        public Guid ComponentId { get; init; }
        public int Attempt { get; init; }
        public DateOnly DueOn { get; init; }
    }

    sealed record DeadlineRow
    {
        public Guid ComponentId { get; init; }
        public int Attempt { get; init; }
        public DateOnly DueOn { get; init; }
    }

    internal static readonly Sql Extensions = new(
        """
        SELECT x.EnrollmentId, x.ComponentId, x.Attempt, x.DueOn
        FROM Enrollments e
        JOIN Extensions x ON x.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );

    internal static readonly Sql Deadlines = new(
        "SELECT ComponentId, Attempt, DueOn FROM Deadlines WHERE CohortId = @CohortId"
    );

    internal static readonly Sql Marks = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredBy, m.Version,
               c.SecondMarking, s.State AS Confirmation
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE e.CohortId = @CohortId
        """
    );
}
