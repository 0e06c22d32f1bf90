using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>
/// Declares what a version of a course demands of its applicants, until a cohort of it has opened: from then on people
/// apply on it, and a change makes another version of the course. <paramref name="Version"/> is 0 for the first
/// declaration.
/// </summary>
[Requires(Permission.ManageCourses)]
public sealed record SetRequirements(Guid CourseId, Guid CourseVersionId, int Version, RequirementFields Fields)
    : ICommand<RequirementView>;

sealed class SetRequirementsValidator : AbstractValidator<SetRequirements>
{
    public SetRequirementsValidator() => RuleFor(c => c.Fields).SetValidator(new RequirementFieldsValidator());
}

sealed class SetRequirementsHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<SetRequirements, Result<RequirementView>>
{
    public async Task<Result<RequirementView>> Handle(SetRequirements request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var now = time.GetUtcNow();
        if (await RequirementStore.CourseOfAsync(db, request.CourseVersionId, cancellationToken) != request.CourseId)
            return Refusal.NotFound("course_version", request.CourseVersionId);

        var before = await RequirementStore.LoadAsync(db, request.CourseVersionId, now, cancellationToken);
        if (before.Version != request.Version)
            return Refusal.Stale("requirements");
        if (before.InForce)
            return CohortErrors.RequirementsInForce;

        var prerequisites = new List<Guid>();
        foreach (var (code, place) in f.Prerequisites.Select((code, index) => (code, index)))
        {
            if (await db.FindAsync<Guid?>(CourseByCode, new { Code = code }, cancellationToken) is not { } id)
                return CohortErrors.PrerequisiteUnknown(code, place);
            if (id == request.CourseId)
                return CohortErrors.PrerequisiteOfItself(place);
            prerequisites.Add(id);
        }

        var head = new
        {
            request.CourseVersionId,
            request.Version,
            f.MinimumAge,
            f.QualificationLevel,
        };
        if (request.Version > 0)
            await db.ChangeAsync(Update, head, "requirements", cancellationToken);
        else if (!await db.TryInsertAsync(Insert, head, cancellationToken))
            return Refusal.Stale("requirements");

        await ReplaceAsync(request, prerequisites, cancellationToken);
        audit.Record("course.requirements-declared", request.CourseId, new { Old = before, New = f });
        return await RequirementStore.LoadAsync(db, request.CourseVersionId, now, cancellationToken);
    }

    async Task ReplaceAsync(SetRequirements request, IReadOnlyList<Guid> prerequisites, CancellationToken token)
    {
        var version = request.CourseVersionId;
        await db.ExecuteAsync(DeletePrerequisites, request, token);
        await db.ExecuteAsync(DeleteLanguages, request, token);
        foreach (var (courseId, position) in prerequisites.Select((id, index) => (id, index)))
        {
            var row = new
            {
                CourseVersionId = version,
                CourseId = courseId,
                Position = position,
            };
            await db.ExecuteAsync(InsertPrerequisite, row, token);
        }

        foreach (var (language, position) in request.Fields.Languages.Select((language, index) => (language, index)))
        {
            var row = new
            {
                CourseVersionId = version,
                language.Language,
                Level = language.Level.ToString(),
                Position = position,
            };
            await db.ExecuteAsync(InsertLanguage, row, token);
        }
    }

    internal static readonly Sql CourseByCode = new("SELECT Id FROM Courses WHERE Code = @Code");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO CourseRequirements (CourseVersionId, MinimumAge, QualificationLevel, Version)
        VALUES (@CourseVersionId, @MinimumAge, @QualificationLevel, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE CourseRequirements
        SET MinimumAge = @MinimumAge, QualificationLevel = @QualificationLevel, Version = Version + 1
        WHERE CourseVersionId = @CourseVersionId AND Version = @Version
        """
    );

    internal static readonly Sql DeletePrerequisites = new(
        "DELETE FROM CoursePrerequisites WHERE CourseVersionId = @CourseVersionId"
    );

    internal static readonly Sql DeleteLanguages = new(
        "DELETE FROM CourseLanguages WHERE CourseVersionId = @CourseVersionId"
    );

    internal static readonly Sql InsertPrerequisite = new(
        """
        INSERT INTO CoursePrerequisites (CourseVersionId, CourseId, Position)
        VALUES (@CourseVersionId, @CourseId, @Position)
        """
    );

    internal static readonly Sql InsertLanguage = new(
        """
        INSERT INTO CourseLanguages (CourseVersionId, Language, Level, Position)
        VALUES (@CourseVersionId, @Language, @Level, @Position)
        """
    );
}
