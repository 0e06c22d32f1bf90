using Enrollment.Data;

namespace Enrollment.Cohorts;

/// <summary>Loads and saves what a course version demands, as a whole.</summary>
static class RequirementStore
{
    /// <summary>The course that a version belongs to; null when there is no such version.</summary>
    internal static Task<Guid?> CourseOfAsync(Db db, Guid courseVersionId, CancellationToken token) =>
        db.FindAsync<Guid?>(CourseOf, new { Id = courseVersionId }, token);

    internal static async Task<RequirementView> LoadAsync(
        Db db,
        Guid courseVersionId,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var key = new { Id = courseVersionId, Now = now };
        var head = await db.FindAsync<HeadRow>(Head, key, token) ?? new HeadRow();
        return new RequirementView
        {
            CourseVersionId = courseVersionId,
            Version = head.Version,
            InForce = await db.FindAsync<int>(CountOpened, key, token) > 0,
            MinimumAge = head.MinimumAge,
            QualificationLevel = head.QualificationLevel,
            Prerequisites = head.Version == 0 ? [] : await db.QueryAsync<string>(Prerequisites, key, token),
            Languages = head.Version == 0 ? [] : await db.QueryAsync<LanguageRequirement>(Languages, key, token),
        };
    }

    /// <summary>Gives a new version of a course the requirements of the one before it.</summary>
    internal static async Task CarryOverAsync(Db db, Guid from, Guid to, CancellationToken token)
    {
        var key = new { Id = from, NewVersionId = to };
        if (await db.ExecuteAsync(CopyHead, key, token) == 0)
            return;

        await db.ExecuteAsync(CopyPrerequisites, key, token);
        await db.ExecuteAsync(CopyLanguages, key, token);
    }

    sealed record HeadRow
    {
        public int? MinimumAge { get; init; }
        public int? QualificationLevel { get; init; }
        public int Version { get; init; }
    }

    internal static readonly Sql CourseOf = new("SELECT CourseId FROM CourseVersions WHERE Id = @Id");

    internal static readonly Sql Head = new(
        "SELECT MinimumAge, QualificationLevel, Version FROM CourseRequirements WHERE CourseVersionId = @Id"
    );

    internal static readonly Sql CountOpened = new(
        "SELECT COUNT(*) FROM Cohorts WHERE CourseVersionId = @Id AND OpensAt <= @Now"
    );

    internal static readonly Sql Prerequisites = new(
        """
        SELECT k.Code
        FROM CoursePrerequisites p
        JOIN Courses k ON k.Id = p.CourseId
        WHERE p.CourseVersionId = @Id
        ORDER BY p.Position
        """
    );

    internal static readonly Sql Languages = new(
        "SELECT Language, Level FROM CourseLanguages WHERE CourseVersionId = @Id ORDER BY Position"
    );

    internal static readonly Sql CopyHead = new(
        """
        INSERT INTO CourseRequirements (CourseVersionId, MinimumAge, QualificationLevel, Version)
        SELECT @NewVersionId, MinimumAge, QualificationLevel, 1 FROM CourseRequirements WHERE CourseVersionId = @Id
        """
    );

    internal static readonly Sql CopyPrerequisites = new(
        """
        INSERT INTO CoursePrerequisites (CourseVersionId, CourseId, Position)
        SELECT @NewVersionId, CourseId, Position FROM CoursePrerequisites WHERE CourseVersionId = @Id
        """
    );

    internal static readonly Sql CopyLanguages = new(
        """
        INSERT INTO CourseLanguages (CourseVersionId, Language, Level, Position)
        SELECT @NewVersionId, Language, Level, Position FROM CourseLanguages WHERE CourseVersionId = @Id
        """
    );
}
