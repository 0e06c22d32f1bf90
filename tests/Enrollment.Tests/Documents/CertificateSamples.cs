using Enrollment.Certificates;
using Enrollment.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Tests.Documents;

/// <summary>Certificates to print, one of each kind, and the renderer as a program gets it.</summary>
internal static class CertificateSamples
{
    public static readonly ICertificateRenderer Renderer = new ServiceCollection()
        .AddEnrollmentDocuments()
        .BuildServiceProvider()
        .GetRequiredService<ICertificateRenderer>();

    public static readonly CertificateSnapshot Latin = new()
    {
        TemplateVersion = "1",
        Serial = "ATC-CERT-2026-000417",
        VerificationCode = "7QXK-M2VD-9RTA-HF4N-PZ6C-W",
        VerificationUrl = "https://certificates.example.kz/verify/7QXKM2VD9RTAHF4NPZ6CW",
        Names = [new("Latn", "Daniyar Bekmukhamedov")],
        CourseCode = "CNC-M4",
        CourseTitle = "CNC Machining and Industrial Maintenance",
        CourseTitleLocal = "Станки с ЧПУ и обслуживание оборудования",
        Hours = 480,
        Credits = 16.5m,
        NqfLevel = 4,
        CenterName = "Almaty Technical Training Center",
        CenterNameLocal = "Алматы техникалық оқу орталығы",
        City = "Almaty",
        StartsOn = new(2026, 3, 2),
        EndsOn = new(2026, 11, 13),
        AwardedOn = new(2026, 11, 20),
        IssuedOn = new(2026, 11, 24),
        ExpiresOn = new(2031, 11, 23),
        Award = "Distinction",
        Mark = 92,
        MinutesNumber = "2026/17-B",
        Signatories =
        [
            new("Aigerim Serikbayeva", "Director of the center"),
            new("Nurlan Omarov", "Chair of the assessment board"),
        ],
    };

    public static readonly CertificateSnapshot Kazakh = Named(
        new("Cyrl", "Әбілқайыр Өмірұлы Қуанышбаев"),
        new("Cyrl", "Абилкайыр Омирович Куанышбаев"),
        new("Latn", "Abilkaiyr Kuanyshbayev")
    );

    public static readonly CertificateSnapshot Chinese = Named(
        new("Hans", "欧阳明慧"),
        new("Latn", "Ouyang Minghui")
    ) with
    {
        CourseTitleLocal = "数控加工与工业设备维护",
    };

    public static readonly CertificateSnapshot Arabic = Named(
        new("Arab", "محمد عبد اللطيف بن يوسف الهاشمي"),
        new("Latn", "Mohammed Al-Hashimi")
    ) with
    {
        CourseTitleLocal = "الصيانة الصناعية (CNC) المستوى 45",
        Mark = null,
    };

    public static readonly CertificateSnapshot Thai = Named(
        new("Thai", "กฤษณพงศ์ ธรรมรักษาสิทธิ์"),
        new("Latn", "Kritsanapong Thammaraksasit")
    );

    public static readonly CertificateSnapshot Neighbors = Named(
        new("Geor", "ნინო ჯავახიშვილი"),
        new("Armn", "Արամ Խաչատրյան"),
        new("Hebr", "דוד בן־גוריון")
    );

    public static readonly CertificateSnapshot Long = Named(
        new(
            "Latn",
            "Maximiliana-Alexandrovna Konstantinopolskaya-Featherstonehaugh de la Santísima Trinidad y Fernández-Villaverde Quispe Xa"
        ),
        new(
            "Cyrl",
            "Максимилиана Александровна Константинопольская-Фезерстонхо де ла Сантисима Тринидад-и-Фернандес-Вильяверде Киспе Щукина"
        ),
        new("Latn", new string('W', 120))
    ) with
    {
        CenterName =
            "Joint Kazakhstan and International Higher Training and Certification Center for Mechanical Engineering and Transport",
        CourseTitle =
            "Advanced Computer Numerical Control Machining, Robotic Welding and Industrial Maintenance of Mechatronic Production Systems for Heavy Engineering",
        Signatories =
        [
            new("Aigerim Serikbayeva", "Director of the center"),
            new(
                "Prof. Dr. Wolfgang Hinterberger-Schmidt",
                "Head of the department of mechanical engineering and industrial design"
            ),
            new("Nurlan Omarov", "Chair of the assessment board"),
        ],
    };

    /// <summary>All of them by name, for tests that every certificate has to pass.</summary>
    public static CertificateSnapshot Of(string name) =>
        name switch
        {
            "Latin" => Latin,
            "Kazakh" => Kazakh,
            "Chinese" => Chinese,
            "Arabic" => Arabic,
            "Thai" => Thai,
            "Neighbors" => Neighbors,
            "Long" => Long,
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    public static CertificateSnapshot Named(params PrintedName[] names) => Latin with { Names = names };
}
