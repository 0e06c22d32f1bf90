using System.Text.RegularExpressions;

namespace Enrollment.Tests.Architecture;

/// <summary>Which feature writes which table. Reading is free; writing goes through the owner's domain functions.</summary>
static partial class Ownership
{
    static readonly Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Centers"] = "Cohorts",
        ["Courses"] = "Cohorts",
        ["CourseVersions"] = "Cohorts",
        ["Cohorts"] = "Cohorts",
        ["CohortInstructors"] = "Instructors",
        ["AdmissionRounds"] = "Cohorts",
        ["RoundChoices"] = "Admissions",
        ["OfferConditions"] = "Admissions",
        ["CourseRequirements"] = "Cohorts",
        ["CoursePrerequisites"] = "Cohorts",
        ["CourseLanguages"] = "Cohorts",
        ["People"] = "People",
        ["PersonNames"] = "People",
        ["PersonExternalIds"] = "People",
        ["PersonBackgrounds"] = "People",
        ["PersonQualifications"] = "People",
        ["PersonLanguages"] = "People",
        ["NationalNumberKeys"] = "Storage",
        ["PersonNationalNumbers"] = "People",
        ["PersonMatchKeys"] = "People",
        ["PersonMatchTasks"] = "People",
        ["PersonNameWords"] = "People",
        ["MatchProposals"] = "People",
        ["PersonMerges"] = "People",
        ["PersonMergeRows"] = "People",
        ["Applications"] = "Admissions",
        ["ApplicationDocuments"] = "Documents",
        ["DocumentContents"] = "Documents",
        ["InterviewBookings"] = "Interviews",
        ["InterviewSlots"] = "Interviews",
        ["SelectionSchemes"] = "Selection",
        ["SelectionCriteria"] = "Selection",
        ["SelectionTieBreaks"] = "Selection",
        ["SelectionReviewers"] = "Selection",
        ["ReviewAssignments"] = "Selection",
        ["ScoreSets"] = "Selection",
        ["Scores"] = "Selection",
        ["OfferRounds"] = "Selection",
        ["OfferRoundRows"] = "Selection",
        ["Enrollments"] = "Enrollments",
        ["CohortSessions"] = "Sessions",
        ["Attendance"] = "Attendance",
        ["AttendanceChanges"] = "Attendance",
        ["Schemes"] = "Assessments",
        ["SchemeGroups"] = "Assessments",
        ["SchemeComponents"] = "Assessments",
        ["Marks"] = "Assessments",
        ["MarkChanges"] = "Assessments",
        ["Results"] = "Assessments",
        ["ReleasedMarks"] = "Assessments",
        ["ReleasedResults"] = "Assessments",
        ["Deadlines"] = "Deadlines",
        ["Extensions"] = "Deadlines",
        ["LiftedVersions"] = "Deadlines",
        ["MarkSamples"] = "Moderation",
        ["SecondMarkings"] = "Moderation",
        ["CircumstanceClaims"] = "Circumstances",
        ["BoardMeetings"] = "Assessments",
        ["BoardDecisions"] = "Assessments",
        ["BoardMeetingCohorts"] = "Assessments",
        ["BoardAttendees"] = "Assessments",
        ["Appeals"] = "Appeals",
        ["Awards"] = "Certificates",
        ["Certificates"] = "Certificates",
        ["CertificateReviews"] = "Certificates",
        ["CertificateCredentials"] = "Certificates",
        ["StatusLists"] = "Certificates",
        ["IssueBatches"] = "Batches",
        ["CertificateDesigns"] = "Designs",
        ["CenterDesigns"] = "Designs",
        ["CourseDesigns"] = "Designs",
        ["IssueBatchRows"] = "Batches",
        ["WalletOffers"] = "Wallets",
        ["SerialSeries"] = "Certificates",
        ["AuditEvents"] = "Audit",
        ["IdempotencyKeys"] = "Pipeline",
        ["OutboxMessages"] = "Messages",
    };

    internal static IEnumerable<string> Tables => owners.Keys;

    /// <summary>The tables that the statement writes though another feature owns them.</summary>
    internal static IEnumerable<string> Breaches(string feature, string text) =>
        Written(text)
            .Where(table => owners.TryGetValue(table, out var owner) && owner != feature)
            .Select(table => $"{feature} writes {table}: {text}");

    internal static IEnumerable<string> Unowned(IEnumerable<string> texts) =>
        texts.SelectMany(Written).Where(table => !owners.ContainsKey(table));

    static IEnumerable<string> Written(string text) => Write().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Write();
}
