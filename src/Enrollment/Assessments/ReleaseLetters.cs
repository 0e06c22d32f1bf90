using Enrollment.Assessments.Appeals;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Messages;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>
/// Leaves the letters about a release inside its command: to those who see something that they didn't before, so that
/// nobody learns by a letter of what stays hidden (rule 18), and nobody is written to about the same twice.
/// </summary>
static class ReleaseLetters
{
    /// <summary>What each trainee of the cohort sees at this moment.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, Seen>> SeenAsync(
        Db db,
        Guid cohortId,
        CancellationToken token
    ) => (await ReadAsync(db, cohortId, token)).ToDictionary(row => row.Id, row => row.Seen);

    /// <param name="db">In the unit of work that releases.</param>
    /// <param name="ids">Of the messages.</param>
    /// <param name="cohortId">Whose results were released just now.</param>
    /// <param name="before">What each trainee saw before that.</param>
    /// <param name="now">When they were released.</param>
    /// <param name="token">Cancels.</param>
    internal static async Task RecordAsync(
        Db db,
        Ids ids,
        Guid cohortId,
        IReadOnlyDictionary<Guid, Seen> before,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var changed = (await ReadAsync(db, cohortId, token))
            .Where(row => row.IsHere && row.Seen.IsAnything && row.Seen != before.GetValueOrDefault(row.Id))
            .ToList();
        if (changed.Count == 0)
            return;

        var window = (await db.FindAsync<WindowRow>(Window, new { CohortId = cohortId }, token))!;
        var closesAt = AppealWindow.ClosesAt(window.ResultsReleasedAt, window.TimeZone, window.AppealDays);
        var told = changed.Select(row => new TraineeEvent(MessageKind.ResultsReleased, row.Id, row.Id, row.Told + 1)
        {
            // It counts from the first release: after a late one there may be none left.
            ClosesAt = closesAt > now && row.Outcome is not null ? closesAt : null,
        });
        await TraineeOutbox.RecordAsync(db, ids, [.. told], now, token);
    }

    /// <summary>What a trainee sees, as far as a change of it is worth a letter.</summary>
    internal readonly record struct Seen(string? Outcome, int? Mark, Guid? DecisionId, int Marks)
    {
        internal bool IsAnything => Outcome is not null || DecisionId is not null || Marks > 0;
    }

    static Task<IReadOnlyList<SeenRow>> ReadAsync(Db db, Guid cohortId, CancellationToken token) =>
        db.QueryAsync<SeenRow>(OfCohort, new { CohortId = cohortId }, token);

    sealed record SeenRow
    {
        public Guid Id { get; init; }
        public EnrollmentState State { get; init; }
        public string? Outcome { get; init; }
        public int? Hundredths { get; init; }
        public Guid? DecisionId { get; init; }
        public int Marks { get; init; }

        /// <summary>How often the trainee was told of a release.</summary>
        public int Told { get; init; }

        internal bool IsHere => State is not (EnrollmentState.Cancelled or EnrollmentState.Transferred);

        /// <summary>That a result isn't complete yet tells nothing.</summary>
        internal Seen Seen =>
            new(Outcome == nameof(Assessments.Outcome.Incomplete) ? null : Outcome, Hundredths, DecisionId, Marks);
    }

    sealed record WindowRow
    {
        public DateTimeOffset ResultsReleasedAt { get; init; }
        public string TimeZone { get; init; } = "";
        public int AppealDays { get; init; }
    }

    /// <summary>The versions of marks only grow, so that their sum tells whether there is a new or a changed one.</summary>
    internal static readonly Sql OfCohort = new(
        """
        SELECT e.Id, e.State, r.Outcome, r.Mark AS Hundredths, r.DecisionId,
               (SELECT COALESCE(SUM(x.Version), 0) FROM ReleasedMarks x WHERE x.EnrollmentId = e.Id) AS Marks,
               (SELECT COUNT(*) FROM OutboxMessages o
                WHERE o.SubjectId = e.Id AND o.Kind = 'ResultsReleased') AS Told
        FROM Enrollments e
        LEFT JOIN ReleasedResults r ON r.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        ORDER BY e.Id
        """
    );

    internal static readonly Sql Window = new(
        "SELECT ResultsReleasedAt, TimeZone, AppealDays FROM Cohorts WHERE Id = @CohortId"
    );
}
