using System.Globalization;
using Enrollment.Admissions;
using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.People;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// Fills a register with what <see cref="SeedData"/> names. Every step looks up what is there, so that it can run before
/// each start; where no cohort of a course is open any more, the next one opens.
/// </summary>
sealed class DemoSeed(RequestSender sender)
{
    const string Source = "demo";
    const int Applicants = 12;

    readonly RequestSender registrar = sender.As(DemoCallers.Registrar);
    readonly Dictionary<string, CenterView> centers = [];
    readonly Dictionary<string, SchemeView> schemes = [];
    readonly DateOnly today = LocalDay.Of(
        sender.Services.GetRequiredService<TimeProvider>().GetUtcNow(),
        DemoCatalog.TimeZone
    );

    /// <summary>The person of the student account.</summary>
    internal async Task<Guid> RunAsync()
    {
        foreach (var fields in SeedData.Centers)
            centers[fields.Code] = await CenterAsync(fields);
        foreach (var (code, fields) in SeedData.Courses)
            schemes[code] = await SchemeAsync(code, fields);

        var open = new List<CohortView>();
        foreach (var (center, course, capacity) in SeedData.OpenCohorts)
            open.Add(await OpenCohortAsync(centers[center], course, capacity));
        var finished = new FinishedCohort(sender, centers["OSK"], schemes["VM"], today);
        var student = await finished.RunAsync();
        await ApplyAsync(open, student);
        return student;
    }

    async Task<CenterView> CenterAsync(CenterFields fields) =>
        (await sender.SendAsync(new ListCenters(fields.Code, null, 1))).Items is [var found]
            ? found
            : await sender.SendAsync(new CreateCenter(fields));

    async Task<SchemeView> SchemeAsync(string code, CourseFields fields)
    {
        var course = (await sender.SendAsync(new ListCourses(code, null, 1))).Items is [var found]
            ? found
            : await sender.SendAsync(new CreateCourse(code, fields));
        return (await sender.SendAsync(new ListSchemes(course.VersionId, null, 1))).Items is [var scheme]
            ? scheme
            : await sender.SendAsync(new CreateScheme(course.VersionId, DemoCatalog.TermAndExam));
    }

    async Task<CohortView> OpenCohortAsync(CenterView center, string course, int capacity)
    {
        var scheme = schemes[course];
        var cohorts = await sender.ListAsync(after => new ListCohorts(center.Id, null, null, true, after, 200));
        if (cohorts.Find(cohort => cohort.CourseVersionId == scheme.CourseVersionId) is { } found)
            return found;

        var startsOn = today.AddDays(45);
        var fields = new CohortFields
        {
            Code = string.Create(CultureInfo.InvariantCulture, $"{course}-{startsOn:yyyy-MM-dd}"),
            SchemeId = scheme.Id,
            Capacity = capacity,
            OpensOn = today.AddDays(-30),
            ClosesOn = today.AddDays(30),
            StartsOn = startsOn,
            EndsOn = startsOn.AddDays(90),
        };
        return await sender.SendAsync(new CreateCohort(center.Id, scheme.CourseVersionId, fields));
    }

    /// <summary>A few people apply, the student to one more course; one in four leaves a draft.</summary>
    async Task ApplyAsync(List<CohortView> open, Guid student)
    {
        await ApplyAsync(open[1], student, submit: true);
        var names = new MadeUpNames(seed: 2);
        var people = await sender.SendAsync(
            new ImportPeople(
                Source,
                [
                    .. Enumerable
                        .Range(1, Applicants)
                        .Select(place => new ImportedPerson($"applicant-{place}", names.Next())),
                ]
            )
        );
        for (var place = 1; place <= Applicants; place++)
            await ApplyAsync(open[place % open.Count], people.Ids[$"applicant-{place}"], submit: place % 4 != 0);
    }

    async Task ApplyAsync(CohortView cohort, Guid personId, bool submit)
    {
        var known = await registrar.SendAsync(new ListApplications(cohort.Id, personId, null, null, 1));
        var application = known.Items is [var found]
            ? found
            : await registrar.SendAsync(new CreateApplication(personId, cohort.Id, "I work in a garage."));
        if (submit && application.State == ApplicationState.Draft)
        {
            await registrar.SendAsync(
                new ChangeApplication(application.Id, ApplicationVerb.Submit, null, TransitionInput.Empty)
            );
        }
    }
}
