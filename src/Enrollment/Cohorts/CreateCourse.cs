using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>Creates a course with its version 1.</summary>
[Requires(Permission.ManageCourses)]
public sealed record CreateCourse(string Code, CourseFields Fields) : ICommand<CourseView>;

/// <summary>
/// Adds a version to a course. <paramref name="Version"/> is the newest one that the caller knows: if there is a newer
/// one, nothing is written.
/// </summary>
[Requires(Permission.ManageCourses)]
public sealed record AddCourseVersion(Guid CourseId, int Version, CourseFields Fields) : ICommand<CourseView>;

sealed class CreateCourseValidator : AbstractValidator<CreateCourse>
{
    public CreateCourseValidator()
    {
        RuleFor(c => c.Code).Code();
        RuleFor(c => c.Fields).SetValidator(new CourseFieldsValidator());
    }
}

sealed class AddCourseVersionValidator : AbstractValidator<AddCourseVersion>
{
    public AddCourseVersionValidator() => RuleFor(c => c.Fields).SetValidator(new CourseFieldsValidator());
}

sealed class CreateCourseHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateCourse, Result<CourseView>>
{
    public async Task<Result<CourseView>> Handle(CreateCourse request, CancellationToken cancellationToken)
    {
        var course = new
        {
            Id = ids.New(),
            request.Code,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, course, cancellationToken))
            return CohortErrors.CodeTaken("course", request.Code);

        var row = CourseVersionRow.Of(ids.New(), course.Id, 1, request.Fields, course.Now);
        await db.ExecuteAsync(InsertVersion, row, cancellationToken);
        audit.Record("course.created", course.Id, request);
        return (await GetCourseHandler.FindAsync(db, course.Id, cancellationToken))!;
    }

    internal static readonly Sql Insert = new("INSERT INTO Courses (Id, Code, CreatedAt) VALUES (@Id, @Code, @Now)");

    internal static readonly Sql InsertVersion = new(
        """
        INSERT INTO CourseVersions
            (Id, CourseId, Number, Title, TitleLocal, TitleLanguage, FurtherTitles, Alignments, Hours, Credits,
             NqfLevel, ValidityMonths, CreatedAt)
        VALUES
            (@Id, @CourseId, @Number, @Title, @TitleLocal, @TitleLanguage, @FurtherTitles, @Alignments, @Hours, @Credits,
             @NqfLevel, @ValidityMonths, @Now)
        """
    );
}

sealed class AddCourseVersionHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<AddCourseVersion, Result<CourseView>>
{
    public async Task<Result<CourseView>> Handle(AddCourseVersion request, CancellationToken cancellationToken)
    {
        var newest = await GetCourseHandler.FindAsync(db, request.CourseId, cancellationToken);
        if (newest is null)
            return Refusal.NotFound("course", request.CourseId);
        if (newest.Version != request.Version)
            return Refusal.Stale("course");

        var row = CourseVersionRow.Of(
            ids.New(),
            request.CourseId,
            request.Version + 1,
            request.Fields,
            time.GetUtcNow()
        );
        if (!await db.TryInsertAsync(CreateCourseHandler.InsertVersion, row, cancellationToken))
            return Refusal.Stale("course");

        await RequirementStore.CarryOverAsync(db, newest.VersionId, row.Id, cancellationToken);
        audit.Record("course.version-added", request.CourseId, request);
        return (await GetCourseHandler.FindAsync(db, request.CourseId, cancellationToken))!;
    }
}

/// <summary>The parameters of the insert.</summary>
sealed record CourseVersionRow
{
    public required Guid Id { get; init; }
    public required Guid CourseId { get; init; }
    public required int Number { get; init; }
    public required string Title { get; init; }
    public string? TitleLocal { get; init; }
    public string? TitleLanguage { get; init; }
    public string? FurtherTitles { get; init; }
    public string? Alignments { get; init; }
    public required int Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public int? ValidityMonths { get; init; }
    public required DateTimeOffset Now { get; init; }

    internal static CourseVersionRow Of(Guid id, Guid courseId, int number, CourseFields f, DateTimeOffset now) =>
        new()
        {
            Id = id,
            CourseId = courseId,
            Number = number,
            Title = f.Title,
            TitleLocal = f.TitleLocal,
            TitleLanguage = f.TitleLanguage,
            FurtherTitles = FurtherTexts.Write(f.FurtherTitles),
            Alignments = CourseAlignments.Write(f.Alignments),
            Hours = f.Hours,
            Credits = f.Credits,
            NqfLevel = f.NqfLevel,
            ValidityMonths = f.ValidityMonths,
            Now = now,
        };
}
