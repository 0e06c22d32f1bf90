using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Pipeline;

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
            "Восточно-Казахстанский центр транспортных технологий",
            "Oskemen",
            "Asia/Almaty",
            DemoSignatories.Director("Гүлнұр Әбілқасым", "Gulnur Abilkassym"),
            DemoSignatories.ChiefInstructor
        ),
        Center(
            "ALA",
            "Almaty Automotive Training Center",
            "Алматы автокөлік оқу орталығы",
            "Алматинский автомобильный учебный центр",
            "Almaty",
            "Asia/Almaty",
            DemoSignatories.Director("Ерлан Сүлейменов", "Yerlan Suleimenov")
        ),
        Center(
            "AKB",
            "Aktobe Workshop for Electric Vehicles",
            "Ақтөбе электромобильдер шеберханасы",
            "Актюбинская мастерская электромобилей",
            "Aktobe",
            "Asia/Aqtobe",
            DemoSignatories.Director("Ольга Ковалёва", "Olga Kovalyova")
        ),
    ];

    /// <summary>Courses by code, with their titles in English, Kazakh and Russian.</summary>
    internal static IReadOnlyList<(string Code, CourseFields Fields)> Courses { get; } =
    [
        (
            "VM",
            Course(
                "Vehicle Maintenance",
                "Көлікке техникалық қызмет көрсету",
                "Техническое обслуживание автомобилей",
                240,
                8,
                4,
                null
            )
        ),
        (
            "EV",
            Course(
                "Electric Vehicle Technology",
                "Электромобиль технологиясы",
                "Технология электромобилей",
                180,
                6,
                4,
                36
            )
        ),
        ("ENG", Course("Automotive Engines", "Автомобиль қозғалтқыштары", "Автомобильные двигатели", 300, 10, 5, null)),
        (
            "ADAS",
            Course(
                "Driver Assistance Systems",
                "Жүргізушіге көмек көрсету жүйелері",
                "Системы помощи водителю",
                120,
                4,
                5,
                24
            )
        ),
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
        string kazakh,
        string russian,
        string city,
        string zone,
        params Signatory[] signatories
    ) =>
        new()
        {
            Code = code,
            Name = name,
            NameLocal = kazakh,
            NameLanguage = "kk",
            FurtherNames = [new TextIn("ru", russian)],
            City = city,
            Country = "KZ",
            TimeZone = zone,
            Signatories = signatories,
        };

    static CourseFields Course(
        string title,
        string kazakh,
        string russian,
        int hours,
        decimal credits,
        int level,
        int? validMonths
    ) =>
        new()
        {
            Title = title,
            TitleLocal = kazakh,
            TitleLanguage = "kk",
            FurtherTitles = [new TextIn("ru", russian)],
            Hours = hours,
            Credits = credits,
            NqfLevel = level,
            ValidityMonths = validMonths,
        };
}
