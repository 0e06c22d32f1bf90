using static Enrollment.Tests.Architecture.MillionRows;

namespace Enrollment.Tests.Architecture;

/// <summary>The part of <see cref="MillionRows"/> that eligibility and selection left behind.</summary>
static class SelectionRows
{
    /// <summary>Two in five people declared a qualification and a language.</summary>
    internal static string Backgrounds =>
        $$"""
            INSERT INTO PersonBackgrounds (PersonId, Version)
            SELECT {{Id(Kind.Person, "N - 1")}}, 1 FROM Numbers WHERE N <= 200000;
            INSERT INTO PersonQualifications (PersonId, Position, Level, Title, Institution, Country, AwardYear)
            SELECT {{Id(Kind.Person, "N - 1")}}, 0, N % 8 + 1, 'Diploma', 'College', 'KZ', 2020
            FROM Numbers WHERE N <= 200000;
            INSERT INTO PersonLanguages (PersonId, Language, Level, Position)
            SELECT {{Id(Kind.Person, "N - 1")}}, 'en', 'B1', 0 FROM Numbers WHERE N <= 200000;
            INSERT INTO CourseRequirements (CourseVersionId, MinimumAge, QualificationLevel, Version)
            SELECT {{Id(Kind.CourseVersion, "N")}}, 18, 4, 1 FROM Numbers WHERE N <= 100;
            INSERT INTO CoursePrerequisites (CourseVersionId, CourseId, Position)
            SELECT {{Id(Kind.CourseVersion, "N")}}, {{Id(Kind.Course, "N + 100")}}, 0 FROM Numbers WHERE N <= 100;
            INSERT INTO CourseLanguages (CourseVersionId, Language, Level, Position)
            SELECT {{Id(Kind.CourseVersion, "N")}}, 'en', 'A2', 0 FROM Numbers WHERE N <= 100;
            """;
}
