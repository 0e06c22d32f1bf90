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

/// <summary>The row as stored: titles and alignments are JSON arrays, or null where there are none.</summary>
sealed record CourseRow
{
    public Guid Id { get; init; }
    public string Code { get; init; } = "";
    public Guid VersionId { get; init; }
    public int Version { get; init; }
    public string Title { get; init; } = "";
    public string? TitleLocal { get; init; }
    public string? TitleLanguage { get; init; }
    public string? FurtherTitles { get; init; }
    public string? Alignments { get; init; }
    public int Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public int? ValidityMonths { get; init; }

    internal CourseView View() =>
        new()
        {
            Id = Id,
            Code = Code,
            VersionId = VersionId,
            Version = Version,
            Title = Title,
            TitleLocal = TitleLocal,
            TitleLanguage = TitleLanguage,
            FurtherTitles = FurtherTexts.Read(FurtherTitles) ?? [],
            Alignments = CourseAlignments.Read(Alignments),
            Hours = Hours,
            Credits = Credits,
            NqfLevel = NqfLevel,
            ValidityMonths = ValidityMonths,
        };
}

sealed class GetCourseHandler(Db db) : IRequestHandler<GetCourse, Result<CourseView>>
{
    public async Task<Result<CourseView>> Handle(GetCourse request, CancellationToken cancellationToken) =>
        await FindAsync(db, request.Id, cancellationToken) is { } course
            ? course
            : Refusal.NotFound("course", request.Id);

    internal static async Task<CourseView?> FindAsync(Db db, Guid id, CancellationToken token) =>
        (await db.FindAsync<CourseRow>(ById, new { Id = id }, token))?.View();

    internal static readonly Sql ById = new(
        """
        SELECT c.Id, c.Code, v.Id AS VersionId, v.Number AS Version, v.Title, v.TitleLocal, v.TitleLanguage,
               v.FurtherTitles, v.Alignments, v.Hours, v.Credits, v.NqfLevel, v.ValidityMonths
        FROM Courses c
        JOIN CourseVersions v ON v.CourseId = c.Id
        WHERE c.Id = @Id AND v.Number = (SELECT MAX(w.Number) FROM CourseVersions w WHERE w.CourseId = c.Id)
        """
    );
}

sealed class ListCoursesHandler(Db db) : IRequestHandler<ListCourses, Result<Page<CourseView>>>
{
    public async Task<Result<Page<CourseView>>> Handle(ListCourses request, CancellationToken cancellationToken)
    {
        var page = await db.PageAsync<CourseRow>(
            Page,
            new { request.Code, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return new Page<CourseView>([.. page.Items.Select(row => row.View())], page.NextCursor);
    }

    internal static readonly Sql Page = new(
        """
        SELECT c.Id, c.Code, v.Id AS VersionId, v.Number AS Version, v.Title, v.TitleLocal, v.TitleLanguage,
               v.FurtherTitles, v.Alignments, v.Hours, v.Credits, v.NqfLevel, v.ValidityMonths
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
