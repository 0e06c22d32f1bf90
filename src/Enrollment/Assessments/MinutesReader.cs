using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>Puts the minutes of a meeting together from what the register has now.</summary>
static class MinutesReader
{
    internal static async Task<MinutesSnapshot> ReadAsync(Db db, MeetingDetails meeting, CancellationToken token)
    {
        var key = new { meeting.Id };
        var center = (await db.FindAsync<CenterRow>(Center, key, token))!;
        var decisions = (await db.QueryAsync<DecisionRow>(Decisions, key, token)).Select(row => row.Minuted);
        var cohorts = (await db.QueryAsync<CohortRow>(Cohorts, key, token)).Select(row => row.Minuted);
        return new MinutesSnapshot
        {
            CenterName = center.Name,
            CenterNameLocal = center.NameLocal,
            CenterNameLanguage = center.NameLanguage,
            FurtherCenterNames = FurtherTexts.Read(center.FurtherNames),
            City = center.City,
            TimeZone = center.TimeZone,
            MinutesNumber = meeting.MinutesNumber,
            HeldOn = meeting.HeldOn,
            Kind = meeting.Kind,
            SealedAt = meeting.SealedAt,
            Margin = meeting.Margin,
            Quorum = meeting.Quorum,
            Remarks = meeting.Remarks,
            Attendees = meeting.Attendees,
            Cohorts = [.. cohorts.OrderBy(cohort => cohort.Code, StringComparer.Ordinal)],
            Decisions =
            [
                .. decisions
                    .OrderBy(decision => decision.CohortCode, StringComparer.Ordinal)
                    .ThenBy(decision => decision.PersonName, StringComparer.InvariantCulture)
                    .ThenBy(decision => decision.TraineeNumber)
                    .ThenBy(decision => decision.EnrollmentId),
            ],
        };
    }

    sealed record CenterRow
    {
        public string Name { get; init; } = "";
        public string? NameLocal { get; init; }
        public string? NameLanguage { get; init; }
        public string? FurtherNames { get; init; }
        public string? City { get; init; }
        public string TimeZone { get; init; } = "";
    }

    sealed record CohortRow : MinutedCohort
    {
        public string? FurtherTitles { get; init; }

        internal MinutedCohort Minuted => this with { FurtherCourseTitles = FurtherTexts.Read(FurtherTitles) };
    }

    sealed record DecisionRow : MinutedDecision
    {
        public string? ReasonsJson { get; init; }

        internal MinutedDecision Minuted =>
            ComputedOutcome == Outcome.Fail
            && ReasonsJson is { } json
            && ResultJson.ReadReasons(json) is var reasons
            && reasons.All(reason => reason.Code != ReasonCode.BelowPassMark)
                ? this with
                {
                    Causes = reasons,
                }
                : this;
    }

    internal static readonly Sql Center = new(
        """
        SELECT c.Name, c.NameLocal, c.NameLanguage, c.FurtherNames, c.City, c.TimeZone
        FROM BoardMeetings m
        JOIN Centers c ON c.Id = m.CenterId
        WHERE m.Id = @Id
        """
    );

    internal static readonly Sql Decisions = new(
        """
        SELECT d.EnrollmentId, e.TraineeNumber, n.FullName AS PersonName, h.Code AS CohortCode, d.ComputedOutcome,
               d.ComputedMark, CASE WHEN r.Outcome = d.ComputedOutcome THEN r.Reasons END AS ReasonsJson, d.Decision,
               d.DepartureReason
        FROM BoardDecisions d
        JOIN Enrollments e ON e.Id = d.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        JOIN Cohorts h ON h.Id = e.CohortId
        LEFT JOIN Results r ON r.EnrollmentId = d.EnrollmentId
        WHERE d.MeetingId = @Id
        """
    );

    /// <summary>Those that the meeting was given, and those that it decided on.</summary>
    internal static readonly Sql Cohorts = new(
        """
        SELECT h.Id AS CohortId, h.Code, v.Title AS CourseTitle, v.TitleLocal AS CourseTitleLocal,
               v.TitleLanguage AS CourseTitleLanguage, v.FurtherTitles
        FROM (SELECT b.CohortId FROM BoardMeetingCohorts b WHERE b.MeetingId = @Id
              UNION
              SELECT e.CohortId
              FROM BoardDecisions d
              JOIN Enrollments e ON e.Id = d.EnrollmentId
              WHERE d.MeetingId = @Id) g
        JOIN Cohorts h ON h.Id = g.CohortId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        """
    );
}
