using static Enrollment.Tests.Architecture.MillionRows;

namespace Enrollment.Tests.Architecture;

/// <summary>Sessions, and who was there.</summary>
static class AttendanceRows
{
    /// <summary>Four sessions to a cohort; attendance is kept of the newest trainees, and one row in twenty was changed.</summary>
    internal static string Attendance =>
        $$"""
            INSERT INTO CohortSessions
                (Id, CohortId, Title, HeldOn, StartTime, EndTime, TimeZone, StartsAt, EndsAt, GraceMinutes, CancelledAt,
                 AttendedAt, Version, CreatedAt)
            SELECT {{Id(Kind.Session, "N")}}, {{Id(Kind.Cohort, "(N - 1) % 12012 + 1")}},
                   'Session ' || CAST((N - 1) / 12012 AS TEXT), {{Day}}, 0, 60, 'Asia/Almaty', {{At}},
                   CAST('2026-01-01T01:00:00.0000000Z' AS ${instant}), 10, CASE WHEN N % 50 = 0 THEN {{At}} END,
                   CASE WHEN N % 10 > 0 THEN {{At}} END, 1, {{At}}
            FROM Numbers WHERE N <= 48048;
            INSERT INTO Attendance
                (SessionId, EnrollmentId, State, Source, RecordedBy, RecordedAt, Version)
            SELECT s.Id, {{Id(Kind.Enrollment, "n.N")}}, CASE WHEN n.N % 8 = 0 THEN 'Absent' ELSE 'Present' END, 'Entry',
                   'instructor', {{At}}, 1
            FROM Numbers n
            JOIN CohortSessions s ON s.CohortId = n.EnrolledIn
            WHERE n.N > 950000;
            INSERT INTO AttendanceChanges
                (Id, SessionId, EnrollmentId, OldState, OldRecordedBy, OldRecordedAt, NewState, Reason, ChangedBy,
                 ChangedAt)
            SELECT {{Id(Kind.AttendanceChange, "n.N")}}, s.Id, {{Id(
                Kind.Enrollment,
                "n.N"
            )}}, 'Absent', 'instructor', {{At}}, 'Present', 'Came',
                   'instructor', {{At}}
            FROM Numbers n
            JOIN CohortSessions s ON s.CohortId = n.EnrolledIn AND s.Title = 'Session 0'
            WHERE n.N > 950000 AND n.N % 20 = 0;
            """;
}
