using static Enrollment.Tests.Architecture.MillionRows;

namespace Enrollment.Tests.Architecture;

/// <summary>Deadlines with extensions, second markings and claims of extenuating circumstances.</summary>
static class MarkingRows
{
    /// <summary>A second marking to every tenth trainee who has marks, an extension and a claim to every hundredth.</summary>
    internal static string Marking =>
        $$"""
            INSERT INTO Deadlines (CohortId, ComponentId, Attempt, DueOn, Version)
            SELECT {{Id(Kind.Cohort, "N")}}, {{Id(Kind.Component, "N % 200 + 1")}}, 1, {{Day}}, 1
            FROM Numbers WHERE N <= 12012;
            INSERT INTO Extensions (EnrollmentId, ComponentId, Attempt, DueOn, Reason, GrantedBy, GrantedAt, Version)
            SELECT {{Id(Kind.Enrollment, "N")}}, {{Id(Kind.Component, "N / 1000 % 200 + 1")}}, 1, {{Day}}, 'Power cut',
                   'instructor', {{At}}, 1
            FROM Numbers WHERE N > 800000;
            INSERT INTO SecondMarkings
                (EnrollmentId, ComponentId, Attempt, State, FirstValue, FirstMarker, SecondValue, SecondMarker,
                 SecondMarkedAt, CreatedAt, Version)
            SELECT {{Id(Kind.Enrollment, "N")}}, {{Id(Kind.Component, "N / 1000 % 200 + 1")}}, 1,
                   CASE WHEN N > 999000 THEN 'Pending' ELSE 'Agreed' END, 7500, 'instructor', 7500, 'second',
                   {{At}}, {{At}}, 1
            FROM Numbers WHERE N > 800000;
            INSERT INTO CircumstanceClaims
                (Id, CohortId, EnrollmentId, ComponentId, Attempt, Kind, Statement, State, LodgedBy, LodgedAt, Version)
            SELECT {{Id(Kind.Claim, "N")}}, EnrolledIn, {{Id(Kind.Enrollment, "N")}},
                   {{Id(Kind.Component, "N / 1000 % 200 + 1")}}, 1, 'Illness', 'Ill.',
                   CASE WHEN N > 999000 THEN 'Lodged' ELSE 'Accepted' END, 'student', {{At}}, 1
            FROM Numbers WHERE N > 800000;
            """;
}
