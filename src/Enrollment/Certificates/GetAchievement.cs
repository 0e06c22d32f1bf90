using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>What a center's certificates on a version of a course stand for. Open to everybody.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record GetAchievement(string CenterCode, string CourseCode, int CourseVersion) : IQuery<AchievementView>;

/// <summary>The course as its certificates tell of it.</summary>
public sealed record AchievementView
{
    public string CenterCode { get; init; } = "";
    public string CenterName { get; init; } = "";
    public string CourseCode { get; init; } = "";
    public int CourseVersion { get; init; }
    public string Title { get; init; } = "";
    public string? TitleLocal { get; init; }

    /// <summary>Language of the local title: kk, ru or zh.</summary>
    public string? TitleLanguage { get; init; }

    /// <summary>The title in further languages.</summary>
    public IReadOnlyList<TextIn> FurtherTitles { get; init; } = [];
    public IReadOnlyList<CourseAlignment> Alignments { get; init; } = [];
    public int Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
}

sealed class GetAchievementHandler(Db db) : IRequestHandler<GetAchievement, Result<AchievementView>>
{
    public async Task<Result<AchievementView>> Handle(GetAchievement request, CancellationToken cancellationToken) =>
        await db.FindAsync<AchievementRow>(OfCourse, request, cancellationToken) is { } row
            ? row.View()
            : CertificateErrors.NoAchievement(request);

    sealed record AchievementRow
    {
        public string CenterCode { get; init; } = "";
        public string CenterName { get; init; } = "";
        public string CourseCode { get; init; } = "";
        public int CourseVersion { get; init; }
        public string Title { get; init; } = "";
        public string? TitleLocal { get; init; }
        public string? TitleLanguage { get; init; }
        public string? FurtherTitles { get; init; }
        public string? Alignments { get; init; }
        public int Hours { get; init; }
        public decimal? Credits { get; init; }
        public int? NqfLevel { get; init; }

        internal AchievementView View() =>
            new()
            {
                CenterCode = CenterCode,
                CenterName = CenterName,
                CourseCode = CourseCode,
                CourseVersion = CourseVersion,
                Title = Title,
                TitleLocal = TitleLocal,
                TitleLanguage = TitleLocal is null ? null : TitleLanguage,
                FurtherTitles = FurtherTexts.Read(FurtherTitles) ?? [],
                Alignments = CourseAlignments.Read(Alignments),
                Hours = Hours,
                Credits = Credits,
                NqfLevel = NqfLevel,
            };
    }

    internal static readonly Sql OfCourse = new(
        """
        SELECT c.Code AS CenterCode, c.Name AS CenterName, k.Code AS CourseCode, v.Number AS CourseVersion, v.Title,
               v.TitleLocal, v.TitleLanguage, v.FurtherTitles, v.Alignments, v.Hours, v.Credits, v.NqfLevel
        FROM Courses k
        JOIN CourseVersions v ON v.CourseId = k.Id AND v.Number = @CourseVersion
        JOIN Centers c ON c.Code = @CenterCode
        WHERE k.Code = @CourseCode
        """
    );
}
