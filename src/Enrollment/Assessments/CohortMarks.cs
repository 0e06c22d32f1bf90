using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;
using Enrollment.Data;

namespace Enrollment.Assessments;

/// <summary>All marks of a cohort, as they are stored and as results are computed from them.</summary>
static class CohortMarks
{
    /// <summary>
    /// The rows, trainee by trainee. Those of a component that the scheme doesn't have are left out: they came when the
    /// cohort had another scheme.
    /// </summary>
    internal static async Task<IReadOnlyList<CohortMark>> ReadAsync(
        Db db,
        Guid cohortId,
        SchemeFields scheme,
        CancellationToken token
    )
    {
        var key = new { CohortId = cohortId };
        var components = scheme.Groups.SelectMany(group => group.Components).ToDictionary(c => c.Id);
        var marks = await db.ReadAsync(Marks, key, CohortMark.Of, token);
        // After the marks: what was confirmed is hidden again once its mark changes, and a new value beside an old
        // confirmation would be shown.
        var confirmations = (await db.QueryAsync<ConfirmationRow>(Confirmations, key, token)).ToDictionary(
            s => (s.EnrollmentId, s.ComponentId, s.Attempt),
            s => s.State
        );
        var known = new List<CohortMark>(marks.Count);
        foreach (var mark in marks)
        {
            if (!components.TryGetValue(mark.ComponentId, out var component))
                continue;
            mark.SecondMarking = component.SecondMarking;
            if (
                confirmations.Count > 0
                && confirmations.TryGetValue((mark.EnrollmentId, mark.ComponentId, mark.Attempt), out var state)
            )
                mark.Confirmation = state;
            known.Add(mark);
        }

        return known;
    }

    /// <summary>The marks that results are computed from, with how late each piece of work was (rule 16).</summary>
    /// <param name="db">Where from.</param>
    /// <param name="cohortId">Whose.</param>
    /// <param name="scheme">The cohort's.</param>
    /// <param name="reader">Who is told of them; what is hidden from the reader counts as unconfirmed. Null: nobody is.</param>
    /// <param name="token">Cancels.</param>
    internal static async Task<MarksOfCohort> OfAsync(
        Db db,
        Guid cohortId,
        SchemeFields scheme,
        Caller? reader,
        CancellationToken token
    )
    {
        var key = new { CohortId = cohortId };
        // First: what is taken away in between is missing in either place, and its result is stale then, as it should be.
        var lifted = (await db.QueryAsync<LiftedRow>(Lifted, key, token)).ToDictionary(
            l => l.SubjectId,
            l => l.Versions
        );
        var extensionRows = await db.QueryAsync<ExtensionRow>(Extensions, key, token);
        var extensions = extensionRows.ToDictionary(e => (e.EnrollmentId, e.ComponentId, e.Attempt), e => e.DueOn);
        var deadlineRows = await db.QueryAsync<DeadlineRow>(Deadlines, key, token);
        var deadlines = deadlineRows.ToDictionary(d => (d.ComponentId, d.Attempt), d => d.DueOn);
        var byTrainee = new Dictionary<Guid, MarksOfTrainee>();
        foreach (var mark in await ReadAsync(db, cohortId, scheme, token))
        {
            if (!byTrainee.TryGetValue(mark.EnrollmentId, out var trainee))
                byTrainee.Add(mark.EnrollmentId, trainee = new MarksOfTrainee());
            var daysLate = mark.SubmittedOn is null ? 0 : DaysLate(mark.SubmittedOn, DueOn(mark));
            trainee.Add(mark, daysLate, reader is not null && mark.IsHiddenFrom(reader));
        }

        return new MarksOfCohort(
            byTrainee,
            deadlineRows.Sum(d => d.Version) + lifted.GetValueOrDefault(cohortId),
            extensionRows
                .Select(e => KeyValuePair.Create(e.EnrollmentId, e.Version))
                .Concat(lifted)
                .GroupBy(of => of.Key, of => of.Value)
                .ToDictionary(of => of.Key, of => of.Sum())
        );

        DateOnly? DueOn(CohortMark m) =>
            deadlines.TryGetValue((m.ComponentId, m.Attempt), out var due)
                ? LastDay(
                    due,
                    extensions.TryGetValue((m.EnrollmentId, m.ComponentId, m.Attempt), out var extended)
                        ? extended
                        : null
                )
                : null;
    }

    /// <summary>
    /// A deadline that moved beyond an extension since it was granted is for everybody. Where the deadline was lifted,
    /// nothing is late.
    /// </summary>
    internal static DateOnly? LastDay(DateOnly? dueOn, DateOnly? extendedTo) =>
        dueOn is { } due && extendedTo > due ? extendedTo : dueOn;

    /// <summary>Both are days in the cohort's zone; work whose day of submission isn't recorded is in time.</summary>
    internal static int DaysLate(DateOnly? submittedOn, DateOnly? dueOn) =>
        submittedOn is { } submitted && dueOn is { } due ? Math.Max(0, submitted.DayNumber - due.DayNumber) : 0;

    sealed record ExtensionRow
    {
        public Guid EnrollmentId { get; init; }
        public Guid ComponentId { get; init; }
        public int Attempt { get; init; }
        public DateOnly DueOn { get; init; }
        public int Version { get; init; }
    }

    sealed record ConfirmationRow
    {
        public Guid EnrollmentId { get; init; }
        public Guid ComponentId { get; init; }
        public int Attempt { get; init; }
        public SecondMarkingState State { get; init; }
    }

    sealed record LiftedRow
    {
        public Guid SubjectId { get; init; }
        public int Versions { get; init; }
    }

    sealed record DeadlineRow
    {
        public Guid ComponentId { get; init; }
        public int Attempt { get; init; }
        public DateOnly DueOn { get; init; }
        public int Version { get; init; }
    }

    internal static readonly Sql Extensions = new(
        """
        SELECT x.EnrollmentId, x.ComponentId, x.Attempt, x.DueOn, x.Version
        FROM Enrollments e
        JOIN Extensions x ON x.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );

    internal static readonly Sql Lifted = new(
        """
        SELECT y.SubjectId, y.Versions FROM LiftedVersions y WHERE y.SubjectId = @CohortId
        UNION ALL
        SELECT y.SubjectId, y.Versions
        FROM Enrollments e
        JOIN LiftedVersions y ON y.SubjectId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );

    internal static readonly Sql Deadlines = new(
        "SELECT ComponentId, Attempt, DueOn, Version FROM Deadlines WHERE CohortId = @CohortId"
    );

    internal static readonly Sql Marks = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredBy, m.Version,
               m.ReleasedAt
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );

    internal static readonly Sql Confirmations = new(
        """
        SELECT s.EnrollmentId, s.ComponentId, s.Attempt, s.State
        FROM Enrollments e
        JOIN SecondMarkings s ON s.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );
}

/// <summary>A mark as <see cref="CohortMarks.Marks"/> reads it.</summary>
sealed record CohortMark : MarkRow
{
    internal static CohortMark Of(IRow row) =>
        new()
        {
            EnrollmentId = row.Id(0),
            ComponentId = row.Id(1),
            Attempt = row.Number(2),
            State = row.Member<MarkState>(3),
            Value = row.IsNull(4) ? null : row.Hundredths(4),
            SubmittedOn = row.IsNull(5) ? null : row.Day(5),
            EnteredBy = row.Text(6),
            Version = row.Number(7),
            ReleasedAt = row.IsNull(8) ? null : row.Instant(8),
        };
}

/// <summary>What a cohort's trainees have, and by which versions of it a result that is computed from it is known.</summary>
sealed class MarksOfCohort(
    IReadOnlyDictionary<Guid, MarksOfTrainee> byTrainee,
    int deadlineVersions,
    IReadOnlyDictionary<Guid, int> extensionVersions
)
{
    internal MarksOfTrainee this[Guid enrollmentId] => byTrainee.GetValueOrDefault(enrollmentId, MarksOfTrainee.None);

    /// <param name="enrollmentId">Whose.</param>
    /// <param name="attendance">The sum for the trainee's attendance; 0 where none is demanded.</param>
    internal ReadVersions Versions(Guid enrollmentId, int attendance) =>
        new(
            this[enrollmentId].Versions,
            deadlineVersions,
            extensionVersions.GetValueOrDefault(enrollmentId),
            attendance
        );
}

/// <summary>
/// What a result was computed from: the sums of the versions of the trainee's marks, of the cohort's deadlines, of the
/// trainee's extensions and, where the scheme demands attendance, of that and of the cohort's sessions. They are only added
/// and counted on, and go on counting when they are taken away, so that each change of one makes another sum, whenever its
/// command began and ended.
/// </summary>
readonly record struct ReadVersions(int Marks, int Deadlines, int Extensions, int Attendance);

/// <summary>What one trainee has, for the computing of a result.</summary>
sealed class MarksOfTrainee
{
    readonly List<Mark> marks = [];

    internal static MarksOfTrainee None { get; } = new();

    internal IReadOnlyList<Mark> Marks => marks;

    /// <summary>The sum of their versions.</summary>
    internal int Versions { get; private set; }

    internal void Add(CohortMark mark, int daysLate, bool hidden)
    {
        marks.Add(
            new Mark(mark.ComponentId, mark.Attempt, mark.State, mark.Value)
            {
                DaysLate = daysLate,
                Unconfirmed = mark.IsUnconfirmed || hidden,
            }
        );
        Versions += mark.Version;
    }
}
