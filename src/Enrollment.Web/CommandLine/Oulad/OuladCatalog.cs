using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>The cohort of a presentation with the components of its scheme by their codes.</summary>
sealed record OpenedCohort(Guid Id, Guid CenterId, IReadOnlyDictionary<string, Guid> Components);

/// <summary>Center, courses, schemes and cohorts: each is looked up before it is created.</summary>
sealed class OuladCatalog(RequestSender sender, ImportCounts counts)
{
    const string CenterCode = "OU";

    /// <summary>
    /// The data set names neither hours nor credits. Modules of the Open University carry 30 or 60 credits, and a UK
    /// credit (CATS) stands for 10 notional hours of learning: 60 credits and 600 hours are taken for each.
    /// </summary>
    const int Credits = 60;
    const int Hours = Credits * 10;

    /// <summary>Registration is taken to be open for two years before the start; the data set has no window.</summary>
    const int WindowYears = 2;

    CenterView? center;
    readonly Dictionary<string, CourseView> courses = [];

    internal async Task<OpenedCohort> OpenAsync(Presentation presentation)
    {
        center ??= await CenterAsync();
        var course = await CourseAsync(presentation.Key.Module);
        var code = presentation.Key.ToString();
        var found = await sender.SendAsync(new ListCohorts(center.Id, course.Id, code, null, null, 1));
        if (found.Items is [{ SchemeId: { } schemeId } cohort])
        {
            counts.Add("schemes", existing: 1);
            counts.Add("cohorts", existing: 1);
            return Opened(cohort, await sender.SendAsync(new GetScheme(schemeId)));
        }

        var scheme = await SchemeAsync(presentation, course);
        var fields = new CohortFields
        {
            Code = code,
            SchemeId = scheme.Id,
            Capacity = presentation.Trainees.Count,
            OpensOn = presentation.StartsOn.AddYears(-WindowYears),
            ClosesOn = presentation.StartsOn.AddDays(-1),
            StartsOn = presentation.StartsOn,
            EndsOn = presentation.EndsOn,
        };
        counts.Add("cohorts", created: 1);
        return Opened(await sender.SendAsync(new CreateCohort(center.Id, course.VersionId, fields)), scheme);
    }

    async Task<CenterView> CenterAsync()
    {
        var found = await sender.SendAsync(new ListCenters(CenterCode, null, 1));
        counts.Add("centers", 1 - found.Items.Count, found.Items.Count);
        return found.Items is [var existing]
            ? existing
            : await sender.SendAsync(
                new CreateCenter(
                    new CenterFields
                    {
                        Code = CenterCode,
                        Name = "Open University",
                        City = "Milton Keynes",
                        Country = "GB",
                        TimeZone = "Europe/London",
                        Signatories =
                        [
                            new Signatory("Registrar", "Registrar"),
                            new Signatory("Board Chair", "Chair of the Board"),
                        ],
                    }
                )
            );
    }

    async Task<CourseView> CourseAsync(string module)
    {
        if (courses.TryGetValue(module, out var known))
            return known;

        var code = $"{CenterCode}-{module}";
        var found = await sender.SendAsync(new ListCourses(code, null, 1));
        counts.Add("courses", 1 - found.Items.Count, found.Items.Count);
        var fields = new CourseFields
        {
            Title = $"Module {module}",
            Hours = Hours,
            Credits = Credits,
        };
        return courses[module] = found.Items is [var existing]
            ? existing
            : await sender.SendAsync(new CreateCourse(code, fields));
    }

    async Task<SchemeView> SchemeAsync(Presentation presentation, CourseView course)
    {
        var name = PresentationScheme.Name(presentation.Key);
        var schemes = await sender.ListAsync(after => new ListSchemes(course.VersionId, after, 200));
        var existing = schemes.LastOrDefault(scheme => scheme.Name == name);
        counts.Add("schemes", existing is null ? 1 : 0, existing is null ? 0 : 1);
        return existing
            ?? await sender.SendAsync(new CreateScheme(course.VersionId, PresentationScheme.Of(presentation)));
    }

    static OpenedCohort Opened(CohortView cohort, SchemeView scheme) =>
        new(
            cohort.Id,
            cohort.CenterId,
            scheme.Groups.SelectMany(g => g.Components).ToDictionary(c => c.Code, c => c.Id)
        );
}
