using Enrollment.Cohorts;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Centers, courses and their schemes: what is on offer.</summary>
static class CatalogEndpoints
{
    internal static void MapCatalog(this RouteGroupBuilder api)
    {
        var centers = api.MapGroup("/centers").WithTags("Centers");
        centers.MapPost("/", CreateCenterAsync).WithSummary("Create a center");
        centers.MapGet("/", ListCentersAsync).WithSummary("List centers");
        centers.MapGet("/{id:guid}", GetCenterAsync).WithSummary("Read a center");
        centers.MapPut("/{id:guid}", UpdateCenterAsync).WithSummary("Change a center").DemandsIfMatch();

        var courses = api.MapGroup("/courses").WithTags("Courses");
        courses.MapPost("/", CreateCourseAsync).WithSummary("Create a course with its first version");
        courses.MapGet("/", ListCoursesAsync).WithSummary("List courses");
        courses.MapGet("/{id:guid}", GetCourseAsync).WithSummary("Read a course in its newest version");
        courses
            .MapPost("/{id:guid}/versions", AddVersionAsync)
            .WithSummary("Add a version to a course")
            .DemandsIfMatch();
    }

    static Task<Results<Made<CenterView>, ProblemHttpResult>> CreateCenterAsync(
        CenterFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreateCenter(body), c => ($"/api/v1/centers/{c.Id}", c.Version), token);

    static Task<Results<Listed<CenterView>, ProblemHttpResult>> ListCentersAsync(
        [AsParameters] Paging paging,
        string? code,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListCenters(code, after, size), token);

    static Task<Results<Read<CenterView>, ProblemHttpResult>> GetCenterAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetCenter(id), c => c.Version, token);

    static async Task<Results<Read<CenterView>, ProblemHttpResult>> UpdateCenterAsync(
        Guid id,
        CenterFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateCenter(id, version, body), c => c.Version, token);
    }

    static Task<Results<Made<CourseView>, ProblemHttpResult>> CreateCourseAsync(
        NewCourse body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreateCourse(body.Code, body), c => ($"/api/v1/courses/{c.Id}", c.Version), token);

    static Task<Results<Listed<CourseView>, ProblemHttpResult>> ListCoursesAsync(
        [AsParameters] Paging paging,
        string? code,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListCourses(code, after, size), token);

    static Task<Results<Read<CourseView>, ProblemHttpResult>> GetCourseAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetCourse(id), c => c.Version, token);

    static async Task<Results<Made<CourseView>, ProblemHttpResult>> AddVersionAsync(
        Guid id,
        CourseFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.MakeAsync(
                new AddCourseVersion(id, version, body),
                c => ($"/api/v1/courses/{c.Id}", c.Version),
                token
            );
    }
}

/// <summary>A course to be created.</summary>
public sealed record NewCourse : CourseFields
{
    public required string Code { get; init; }
}
