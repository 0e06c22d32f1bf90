using Enrollment.Certificates;
using Enrollment.Pipeline;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>The made-up people who sign the demo's certificates, named and titled in Kazakh, Russian and English.</summary>
static class DemoSignatories
{
    /// <summary>Written the same in Kazakh and in Russian.</summary>
    internal static Signatory Director(string cyrillic, string latin) =>
        new(cyrillic, "Director")
        {
            FurtherNames = [new TextIn("en", latin)],
            FurtherPositions = [new TextIn("kk", "Директор"), new TextIn("ru", "Директор")],
        };

    internal static Signatory ChiefInstructor { get; } =
        new("Wang Jianguo", "Chief instructor")
        {
            FurtherNames =
            [
                new TextIn("kk", "Ван Цзяньго"),
                new TextIn("ru", "Ван Цзяньго"),
                new TextIn("zh", "王建国"),
            ],
            FurtherPositions =
            [
                new TextIn("kk", "Бас нұсқаушы"),
                new TextIn("ru", "Главный инструктор"),
                new TextIn("zh", "首席培训师"),
            ],
        };

    internal static Signatory Chair(string name) =>
        new(name, "Chair of the board")
        {
            FurtherPositions = [new TextIn("kk", "Комиссия төрағасы"), new TextIn("ru", "Председатель комиссии")],
        };
}
