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

    /// <summary>All cohorts up to the 6,006th selected by scores: one review of every second applicant.</summary>
    internal static string Reviews =>
        $$"""
            INSERT INTO SelectionSchemes
                (Id, CohortId, Number, Anonymous, RequiredReviews, LotterySeed, FrozenAt, RankingVersion, Version, CreatedAt)
            SELECT {{Id(Kind.Selection, "N")}}, {{Id(Kind.Cohort, "N")}}, 1, N % 2, 1, 'seed', {{At}}, 100, 1, {{At}}
            FROM Numbers WHERE N <= 6006;
            INSERT INTO SelectionCriteria (Id, SchemeId, Code, Position, Name, Weight, Maximum)
            SELECT {{Id(Kind.Criterion, "N")}}, {{Id(Kind.Selection, "N")}}, 'ALL', 0, 'All', 10000, 10000
            FROM Numbers WHERE N <= 6006;
            INSERT INTO SelectionReviewers (CohortId, ReviewerId)
            SELECT {{Id(Kind.Cohort, "N")}}, 'reviewer' FROM Numbers WHERE N <= 3000;
            INSERT INTO ReviewAssignments (ApplicationId, ReviewerId)
            SELECT {{Id(Kind.Application, "N")}}, 'reviewer' FROM Numbers WHERE N > 500000 AND N % 2 = 0;
            INSERT INTO ScoreSets
                (Id, SchemeId, ApplicationId, ReviewerId, Attempt, SubmittedAt, Version, CreatedAt)
            SELECT {{Id(Kind.ScoreSet, "N")}}, s.Id, {{Id(Kind.Application, "N")}}, 'reviewer', 1, {{At}}, 2, {{At}}
            FROM Numbers JOIN SelectionSchemes s ON s.CohortId = Numbers.CohortId
            WHERE N % 2 = 0 AND N > 500000;
            INSERT INTO Scores (ScoreSetId, CriterionId, Value)
            SELECT s.Id, k.Id, 7500 FROM ScoreSets s JOIN SelectionCriteria k ON k.SchemeId = s.SchemeId;
            INSERT INTO OfferRounds
                (Id, CohortId, SchemeId, RankingVersion, Wanted, Offered, OfferExpiresOn, MadeBy, MadeAt)
            SELECT {{Id(Kind.OfferRound, "N")}}, {{Id(Kind.Cohort, "N")}}, {{Id(Kind.Selection, "N")}}, 99, 10, 10,
                   {{Day}}, 'registrar', {{At}}
            FROM Numbers WHERE N <= 3000;
            INSERT INTO OfferRoundRows (RoundId, Position, ApplicationId, RankNumber, Total, Outcome, Why)
            SELECT {{Id(Kind.OfferRound, "N / 100 + 1")}}, N % 100, {{Id(Kind.Application, "N")}}, N % 100 + 1, '75/1',
                   'Offered', 'Total 75.'
            FROM Numbers WHERE N < 300000;
            """;
}
