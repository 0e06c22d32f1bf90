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
        ["People"] = "People",
        ["PersonNames"] = "People",
        ["PersonExternalIds"] = "People",
        ["Applications"] = "Admissions",
        ["ApplicationDocuments"] = "Documents",
        ["DocumentContents"] = "Documents",
        ["InterviewBookings"] = "Interviews",
        ["InterviewSlots"] = "Interviews",
        ["Enrollments"] = "Enrollments",
        ["Schemes"] = "Assessments",
        ["SchemeGroups"] = "Assessments",
        ["SchemeComponents"] = "Assessments",
        ["Marks"] = "Assessments",
        ["MarkChanges"] = "Assessments",
        ["Results"] = "Assessments",
        ["BoardMeetings"] = "Assessments",
        ["BoardDecisions"] = "Assessments",
        ["Awards"] = "Certificates",
        ["Certificates"] = "Certificates",
        ["SerialSeries"] = "Certificates",
        ["AuditEvents"] = "Audit",
        ["IdempotencyKeys"] = "Pipeline",
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
