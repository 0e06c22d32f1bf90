using static Enrollment.Tests.Architecture.MillionRows;

namespace Enrollment.Tests.Architecture;

/// <summary>What boards decide on again: one trainee in 20 appealed, one certificate in 100 was reviewed.</summary>
static class BoardRows
{
    internal static string Rows =>
        $$"""
            INSERT INTO BoardMeetingCohorts (MeetingId, CohortId)
            SELECT {{Id(Kind.Meeting, "N")}}, {{Id(Kind.Cohort, "N")}} FROM Numbers WHERE N <= 5000;
            INSERT INTO BoardAttendees (MeetingId, Position, Name, Role)
            SELECT {{Id(Kind.Meeting, "N / 5 + 1")}}, N % 5, 'Gulnara Abenova', 'Member' FROM Numbers WHERE N < 25000;
            INSERT INTO Appeals
                (Id, EnrollmentId, SubjectId, OpenKey, Grounds, Statement, State, LodgedBy, LodgedAt, HeardInId, Version)
            SELECT {{Id(Kind.Appeal, "N")}}, {{Id(Kind.Enrollment, "N")}}, {{Id(Kind.Enrollment, "N")}},
                   CASE WHEN N > 999000 THEN {{Id(Kind.Appeal, "0")}} ELSE {{Id(
                Kind.Appeal,
                "N"
            )}} END, '[]', 'Look again.',
                   CASE WHEN N > 999500 THEN 'Lodged' WHEN N > 999000 THEN 'UnderReview' WHEN N % 3 = 0 THEN 'Upheld'
                        ELSE 'Dismissed' END,
                   'student', {{At}}, CASE WHEN N % 3 = 0 AND N <= 999000 THEN {{Id(Kind.Meeting, "1")}} END, 3
            FROM Numbers WHERE N % 20 = 0;
            INSERT INTO CertificateReviews
                (Id, CertificateId, EnrollmentId, MeetingId, OpenKey, CertifiedAs, DecidedAs, State, OpenedAt, Version)
            SELECT {{Id(Kind.CertificateReview, "N")}}, {{Id(Kind.Certificate, "N")}}, {{Id(Kind.Enrollment, "N")}},
                   {{Id(Kind.Meeting, "1")}}, {{Id(Kind.CertificateReview, "N")}}, 'Pass', 'Fail',
                   CASE WHEN N > 999000 THEN 'Open' ELSE 'Closed' END, {{At}}, 2
            FROM Numbers WHERE N % 100 = 1;
            """;
}
