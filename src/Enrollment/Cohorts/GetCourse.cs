using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts;

[Requires(Permission.ReadCatalog)]
public sealed record GetCourse(Guid Id) : IQuery<CourseView>;

/// <summary>Courses in the order of their creation; <paramref name="Code"/> finds the one with that code.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record ListCourses(string? Code, Guid? After, int Size) : IQuery<Page<CourseView>>;

sealed class GetCourseHandler(Db db) : IRequestHandler<GetCourse, Result<CourseView>>
{
    public async Task<Result<CourseView>> Handle(GetCourse request, CancellationToken cancellationToken) =>
        await db.FindAsync<CourseView>(ById, new { request.Id }, cancellationToken) is { } course
            ? course
            : Refusal.NotFound("course", request.Id);

    internal static readonly Sql ById = new(
        """
        SELECT c.Id, c.Code, v.Id AS VersionId, v.Number AS Version, v.Title, v.TitleLocal, v.Hours, v.Credits,
               v.NqfLevel, v.ValidityMonths
        FROM Courses c
        JOIN CourseVersions v ON v.CourseId = c.Id
        WHERE c.Id = @Id AND v.Number = (SELECT MAX(w.Number) FROM CourseVersions w WHERE w.CourseId = c.Id)
        """
    );
}

sealed class ListCoursesHandler(Db db) : IRequestHandler<ListCourses, Result<Page<CourseView>>>
{
    public async Task<Result<Page<CourseView>>> Handle(ListCourses request, CancellationToken cancellationToken) =>
        await db.PageAsync<CourseView>(
            Page,
            new { request.Code, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql Page = new(
        """
        SELECT c.Id, c.Code, v.Id AS VersionId, v.Number AS Version, v.Title, v.TitleLocal, v.Hours, v.Credits,
               v.NqfLevel, v.ValidityMonths
        FROM Courses c
        JOIN CourseVersions v ON v.CourseId = c.Id
        WHERE c.Id > @After AND (@Code IS NULL OR c.Code = @Code)
          AND v.Number = (SELECT MAX(w.Number) FROM CourseVersions w WHERE w.CourseId = c.Id)
        ORDER BY c.Id
        """
    )
    {
        Paged = true,
    };
}
