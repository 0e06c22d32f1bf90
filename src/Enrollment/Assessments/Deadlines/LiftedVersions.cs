using Enrollment.Data;

namespace Enrollment.Assessments.Deadlines;

/// <summary>
/// What was taken away goes on counting: a deadline that is lifted and set again, or an extension that is removed and
/// granted again, would bring back the sum of versions by which a result is known to be up to date.
/// </summary>
static class LiftedVersions
{
    /// <param name="db">In the unit of work that takes it away.</param>
    /// <param name="subjectId">The cohort of a deadline, the enrollment of an extension.</param>
    /// <param name="version">The version that is gone.</param>
    /// <param name="token">Cancels.</param>
    internal static async Task AddAsync(Db db, Guid subjectId, int version, CancellationToken token)
    {
        var row = new { SubjectId = subjectId, Versions = version + 1 };
        if (await db.ExecuteAsync(Add, row, token) == 0 && !await db.TryInsertAsync(Insert, row, token))
            throw new LostRaceException("deadline");
    }

    internal static readonly Sql Add = new(
        "UPDATE LiftedVersions SET Versions = Versions + @Versions WHERE SubjectId = @SubjectId"
    );

    internal static readonly Sql Insert = new(
        "INSERT INTO LiftedVersions (SubjectId, Versions) VALUES (@SubjectId, @Versions)"
    );
}
