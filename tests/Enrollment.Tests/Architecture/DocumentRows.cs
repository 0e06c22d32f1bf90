using static Enrollment.Tests.Architecture.MillionRows;

namespace Enrollment.Tests.Architecture;

/// <summary>What applicants hand in, and when they are interviewed.</summary>
static class DocumentRows
{
    /// <summary>Two documents to an application; of the newest contents some wait to be scanned or to be cleared.</summary>
    internal static string Documents =>
        $$"""
            INSERT INTO DocumentContents
                (Id, Hash, ByteSize, MediaType, Uses, ReservedAt, ScanState, ScanAt, Version, CreatedAt)
            SELECT {{Id(Kind.Content, "N")}}, 'hash-' || CAST(N AS TEXT), 1000000, 'application/pdf',
                   CASE WHEN N > 100000 THEN 0 ELSE 1 END, {{At}},
                   CASE WHEN N > 99990 THEN 'Scanning' ELSE 'Clean' END, {{At}}, 2, {{At}}
            FROM Numbers WHERE N <= 100010;
            INSERT INTO ApplicationDocuments
                (Id, ApplicationId, ContentId, Kind, FileName, Review, Version, CreatedAt)
            SELECT {{Id(Kind.Document, "N")}}, {{Id(Kind.Application, "950000 + N / 2")}}, {{Id(Kind.Content, "N")}},
                   'Diploma', 'diploma.pdf', 'Verified', 2, {{At}}
            FROM Numbers WHERE N <= 99999;
            """;

    /// <summary>Five bookings to a slot.</summary>
    internal static string Interviews =>
        $$"""
            INSERT INTO InterviewSlots
                (Id, CohortId, StartsAt, EndsAt, ChangeUntil, TimeZone, Interviewer, Capacity, Booked, Version, CreatedAt)
            SELECT {{Id(Kind.Slot, "N")}}, {{Id(Kind.Cohort, "(N % 6000) + 1")}}, {{At}},
                   CAST('2026-01-01T01:00:00.0000000Z' AS ${instant}), {{At}}, 'Asia/Almaty', 'Interviewer ' || CAST(N AS TEXT), 5, 5, 1, {{At}}
            FROM Numbers WHERE N <= 20001;
            INSERT INTO InterviewBookings (Id, ApplicationId, SlotId, State, BookedAt, Version)
            SELECT {{Id(Kind.Booking, "N")}}, {{Id(Kind.Application, "N")}}, {{Id(
                Kind.Slot,
                "N / 5 + 1"
            )}}, 'Booked', {{At}}, 1
            FROM Numbers WHERE N <= 100000;
            """;
}
