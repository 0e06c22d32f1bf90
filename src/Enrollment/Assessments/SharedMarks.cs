using Enrollment.Assessments.Moderation;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>
/// The marks that a trainee keeps when going over to another cohort (rule 8): those of components that both cohorts'
/// schemes have, that is with the same code, kind and highest mark.
/// </summary>
public static class SharedMarks
{
    const string cameBack = "Entered in the cohort to which the trainee had been transferred.";

    /// <summary>
    /// Enters them for the trainee's record in the other cohort, where they are hidden until that cohort's release;
    /// answers how many. They stay the marks of who entered them, and those that a second marking confirmed stay confirmed.
    /// Where the trainee comes back to a cohort, a mark that has changed since changes there, too, and its old value is kept.
    /// </summary>
    internal static async Task<int> CopyAsync(
        Db db,
        Guid fromEnrollmentId,
        Guid toEnrollmentId,
        Guid toCohortId,
        string writer,
        Ids ids,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var key = new
        {
            FromId = fromEnrollmentId,
            CohortId = toCohortId,
            EnrollmentId = toEnrollmentId,
        };
        var marks = await db.QueryAsync<MarkRow>(Shared, key, token);
        if (marks.Count == 0)
            return 0;

        var there = (await db.QueryAsync<MarkRow>(There, key, token)).ToDictionary(m => (m.ComponentId, m.Attempt));
        foreach (var mark in marks)
        {
            if (there.TryGetValue((mark.ComponentId, mark.Attempt), out var old))
            {
                await FollowAsync(db, old, mark, ids, now, token);
                continue;
            }

            var row = new
            {
                EnrollmentId = toEnrollmentId,
                mark.ComponentId,
                mark.Attempt,
                State = mark.State.ToString(),
                mark.Value,
                mark.SubmittedOn,
                mark.EnteredBy,
                EnteredAt = now,
            };
            await db.ExecuteAsync(MarkBook.Insert, row, token);
        }

        await SecondMarkingBook.CopySettledAsync(db, fromEnrollmentId, toEnrollmentId, now, token);
        var scheme = await db.FindAsync<MarkedScheme>(SchemeOf, key, token);
        var book = new MarkBook(db, new Dictionary<Guid, SchemeComponent>(), writer, ids, now);
        await book.FixSchemeAsync(scheme!, token);
        return marks.Count;
    }

    static async Task FollowAsync(
        Db db,
        MarkRow old,
        MarkRow became,
        Ids ids,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (old.State == became.State && old.Value == became.Value && old.SubmittedOn == became.SubmittedOn)
            return;

        var entry = new MarkEntry
        {
            EnrollmentId = old.EnrollmentId,
            ComponentId = old.ComponentId,
            Attempt = old.Attempt,
            State = became.State,
            Value = became.Value,
            SubmittedOn = became.SubmittedOn,
            Version = old.Version,
            Reason = cameBack,
        };
        var author = new MarkBook(db, new Dictionary<Guid, SchemeComponent>(), became.EnteredBy, ids, now);
        await author.ChangeAsync(entry, old, token);
        if (old.Confirmation is not null && old.Value != became.Value)
            await SecondMarkingBook.ReopenAsync(db, entry, token);
    }

    internal static readonly Sql Shared = new(
        """
        SELECT t.Id AS ComponentId, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredBy, m.Version
        FROM Marks m
        JOIN SchemeComponents f ON f.Id = m.ComponentId
        JOIN Cohorts h ON h.Id = @CohortId
        JOIN SchemeComponents t ON t.SchemeId = h.SchemeId AND t.Code = f.Code
        WHERE m.EnrollmentId = @FromId AND t.Kind = f.Kind AND t.MaximumMark = f.MaximumMark AND m.Attempt <= t.Attempts
        ORDER BY t.Id, m.Attempt
        """
    );

    internal static readonly Sql There = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredBy, m.Version,
               s.State AS Confirmation
        FROM Marks m
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE m.EnrollmentId = @EnrollmentId
        """
    );

    internal static readonly Sql SchemeOf = new(
        """
        SELECT h.Id AS CohortId, h.SchemeId, s.FrozenAt, h.MarkedAt
        FROM Cohorts h
        JOIN Schemes s ON s.Id = h.SchemeId
        WHERE h.Id = @CohortId
        """
    );
}
