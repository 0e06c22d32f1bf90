using System.Text.Json;

namespace Enrollment.Cohorts;

/// <summary>What a course corresponds to in a framework, such as an ESCO occupation or a national standard.</summary>
public sealed record CourseAlignment
{
    /// <summary>What it is called there, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute http or https address of its page.</summary>
    public required string Url { get; init; }

    /// <summary>Its code within the framework, such as a code of a national occupational standard.</summary>
    public string? Code { get; init; }

    /// <summary>Name of the framework, such as ESCO.</summary>
    public string? Framework { get; init; }
}

/// <summary>How alignments are stored: a JSON array, or null where there are none.</summary>
static class CourseAlignments
{
    internal static string? Write(IReadOnlyList<CourseAlignment> alignments) =>
        alignments.Count == 0 ? null : JsonSerializer.Serialize(alignments);

    internal static IReadOnlyList<CourseAlignment> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<List<CourseAlignment>>(json)!;
}
