using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.People;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>What the demo installation starts with. The centers and people are made up.</summary>
static class SeedData
{
    internal static IReadOnlyList<CenterFields> Centers { get; } =
    [
        Center(
            "OSK",
            "East Kazakhstan Center of Vehicle Technology",
            "Шығыс Қазақстан көлік технологиялары орталығы",
            "Oskemen",
            "Asia/Almaty",
            new Signatory("Гүлнұр Әбілқасым", "Director"),
            new Signatory("Wang Jianguo", "Chief instructor")
        ),
        Center(
            "ALA",
            "Almaty Automotive Training Center",
            "Алматы автокөлік оқу орталығы",
            "Almaty",
            "Asia/Almaty",
            new Signatory("Ерлан Сүлейменов", "Director")
        ),
        Center(
            "AKB",
            "Aktobe Workshop for Electric Vehicles",
            "Ақтөбе электромобильдер шеберханасы",
            "Aktobe",
            "Asia/Aqtobe",
            new Signatory("Ольга Ковалёва", "Director")
        ),
    ];

    /// <summary>Courses by code; the local title is Kazakh or Russian, as the center teaches it.</summary>
    internal static IReadOnlyList<(string Code, CourseFields Fields)> Courses { get; } =
    [
        ("VM", Course("Vehicle Maintenance", "kk", "Көлікке техникалық қызмет көрсету", 240, 8, 4, null)),
        ("EV", Course("Electric Vehicle Technology", "kk", "Электромобиль технологиясы", 180, 6, 4, 36)),
        ("ENG", Course("Automotive Engines", "ru", "Автомобильные двигатели", 300, 10, 5, null)),
        ("ADAS", Course("Driver Assistance Systems", "ru", "Системы помощи водителю", 120, 4, 5, 24)),
    ];

    /// <summary>Which course takes applications where.</summary>
    internal static IReadOnlyList<(string Center, string Course, int Capacity)> OpenCohorts { get; } =
    [("OSK", "VM", 24), ("OSK", "EV", 16), ("ALA", "ENG", 20), ("AKB", "ADAS", 12)];

    /// <summary>The person of the student account: a trainee of the finished cohort.</summary>
    internal static PersonFields Student { get; } =
        new()
        {
            Names =
            [
                new PersonName
                {
                    Script = "Cyrl",
                    FullName = "Қайрат Әсел Нұрланқызы",
                    Family = "Қайрат",
                    Given = "Әсел",
                    Patronymic = "Нұрланқызы",
                },
                new PersonName
                {
                    Script = "Latn",
                    FullName = "Kairat Assel",
                    Family = "Kairat",
                    Given = "Assel",
                },
            ],
            BirthDate = new DateOnly(2004, 5, 17),
            Email = "assel@example.org",
        };

    static CenterFields Center(
        string code,
        string name,
        string local,
        string city,
        string zone,
        params Signatory[] signatories
    ) =>
        new()
        {
            Code = code,
            Name = name,
            NameLocal = local,
            City = city,
            Country = "KZ",
            TimeZone = zone,
            Signatories = signatories,
        };

    static CourseFields Course(
        string title,
        string language,
        string local,
        int hours,
        decimal credits,
        int level,
        int? validMonths
    ) =>
        new()
        {
            Title = title,
            TitleLocal = local,
            TitleLanguage = language,
            Hours = hours,
            Credits = credits,
            NqfLevel = level,
            ValidityMonths = validMonths,
        };
}
