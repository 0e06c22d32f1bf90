using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Pipeline;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>The center and course of the demo's own cohorts, in an empty register.</summary>
sealed class DemoCatalog(RequestSender admin)
{
    internal const string TimeZone = "Asia/Almaty";

    internal CenterView Center { get; private set; } = null!;
    internal SchemeView Scheme { get; private set; } = null!;

    /// <summary>Today as the center's calendar shows it.</summary>
    internal DateOnly Today { get; } =
        LocalDay.Of(admin.Services.GetRequiredService<TimeProvider>().GetUtcNow(), TimeZone);

    internal async Task CreateAsync()
    {
        Center = await admin.SendAsync(
            new CreateCenter(
                new CenterFields
                {
                    Code = "DEMO",
                    Name = "Demonstration Training Center",
                    NameLocal = "Көрсетілім оқу орталығы",
                    NameLanguage = "kk",
                    FurtherNames = [new TextIn("ru", "Демонстрационный учебный центр")],
                    City = "Oskemen",
                    Country = "KZ",
                    TimeZone = TimeZone,
                    Signatories =
                    [
                        DemoSignatories.Director("Demo Director", "Demo Director"),
                        DemoSignatories.Chair("Demo Chair"),
                    ],
                }
            )
        );
        var course = await admin.SendAsync(
            new CreateCourse(
                "DEMO-VM",
                new CourseFields
                {
                    Title = "Vehicle Maintenance",
                    TitleLocal = "Көлікке техникалық қызмет көрсету",
                    TitleLanguage = "kk",
                    FurtherTitles = [new TextIn("ru", "Техническое обслуживание автомобилей")],
                    Hours = 240,
                    Credits = 8,
                    NqfLevel = 4,
                }
            )
        );
        Scheme = await admin.SendAsync(new CreateScheme(course.VersionId, TermAndExam));
    }

    internal Task<CohortView> OpenAsync(
        string code,
        int capacity,
        DateOnly startsOn,
        DateOnly endsOn,
        DateOnly closesOn
    ) =>
        admin.SendAsync(
            new CreateCohort(
                Center.Id,
                Scheme.CourseVersionId,
                new CohortFields
                {
                    Code = code,
                    SchemeId = Scheme.Id,
                    Capacity = capacity,
                    OpensOn = startsOn.AddDays(-60),
                    ClosesOn = closesOn,
                    StartsOn = startsOn,
                    EndsOn = endsOn,
                }
            )
        );

    /// <summary>60 % term, 40 % exam, both to be passed.</summary>
    internal static SchemeFields TermAndExam { get; } =
        new()
        {
            Name = "Term 60, exam 40",
            PassMark = 50,
            MeritMark = 70,
            DistinctionMark = 85,
            Groups =
            [
                new SchemeGroup
                {
                    Code = "term",
                    Name = "Term",
                    Weight = 60,
                    MinimumMark = 50,
                    Components =
                    [
                        Component("test", "Theory test", ComponentKind.Test, 37.5m),
                        Component("practical", "Workshop practical", ComponentKind.Practical, 62.5m),
                    ],
                },
                new SchemeGroup
                {
                    Code = "exam",
                    Name = "Exam",
                    Weight = 40,
                    MinimumMark = 50,
                    Components = [Component("exam", "Final exam", ComponentKind.Exam, 100)],
                },
            ],
        };

    static SchemeComponent Component(string code, string name, ComponentKind kind, decimal weight) =>
        new()
        {
            Code = code,
            Name = name,
            Kind = kind,
            Weight = weight,
        };
}
