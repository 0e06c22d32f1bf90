using Enrollment.Certificates;
using Enrollment.Pipeline;

namespace Enrollment.Tests.Documents;

/// <summary>Certificates of a course, a center and signatories that are named in every language of the designs.</summary>
internal static class SpokenSamples
{
    /// <param name="titles">Characters of titles and names of the center; 0: as usual.</param>
    /// <param name="positions">Characters of positions; 0: as usual.</param>
    /// <param name="signatories">One to three.</param>
    public static CertificateSnapshot Of(int titles, int positions, int signatories) =>
        DesignSamples.Designed(CertificateSamples.Kazakh) with
        {
            CourseTitle = Long("Vehicle Maintenance", titles),
            CourseTitleLocal = Long("Көлікке техникалық қызмет көрсету", titles),
            CourseTitleLanguage = "kk",
            FurtherCourseTitles =
            [
                new("ru", Long("Техническое обслуживание автомобилей", titles)),
                new("zh", Long("汽车维护与保养", titles)),
                new("ar", Long("صيانة المركبات", titles)),
            ],
            CenterName = Long("East Kazakhstan Center of Vehicle Technology", titles),
            CenterNameLocal = Long("Шығыс Қазақстан көлік технологиялары орталығы", titles),
            CenterNameLanguage = "kk",
            FurtherCenterNames =
            [
                new("ru", Long("Восточно-Казахстанский центр транспортных технологий", titles)),
                new("zh", Long("东哈萨克斯坦汽车技术中心", titles)),
                new("ar", Long("مركز تقنيات المركبات", titles)),
            ],
            Signatories = [.. People(positions).Take(signatories)],
        };

    private static IEnumerable<Signatory> People(int most)
    {
        yield return new("Гүлнұр Әбілқасым", Long("Director", most))
        {
            FurtherNames = [new("en", "Gulnur Abilkassym")],
            FurtherPositions = Each(("kk", "Орталық директоры"), ("ru", "Директор центра"), ("zh", "中心主任")),
        };
        yield return new("Wang Jianguo", Long("Chief instructor", most))
        {
            FurtherNames = [new("zh", "王建国")],
            FurtherPositions = Each(("kk", "Бас нұсқаушы"), ("ru", "Главный инструктор"), ("zh", "首席培训师")),
        };
        yield return new("Nurlan Omarov", Long("Chair of the board", most))
        {
            FurtherPositions = Each(("kk", "Комиссия төрағасы"), ("ru", "Председатель комиссии")),
        };

        IReadOnlyList<TextIn> Each(params (string Language, string Text)[] texts) =>
            [.. texts.Select(text => new TextIn(text.Language, Long(text.Text, most)))];
    }

    private static string Long(string text, int length)
    {
        var repeated = text;
        while (repeated.Length < length)
            repeated += " " + text;
        return length == 0 ? text : repeated[..length].TrimEnd();
    }
}
