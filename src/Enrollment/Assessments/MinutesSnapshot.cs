using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>
/// The minutes of a meeting as one document: names and titles as they were. Once sealed they are kept, so that no later
/// change of a name, a title or a center changes them.
/// </summary>
public sealed record MinutesSnapshot
{
    public required string CenterName { get; init; }
    public string? CenterNameLocal { get; init; }

    /// <summary>Language of the center's local name; left out where it isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CenterNameLanguage { get; init; }

    /// <summary>The center's name in further languages; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextIn>? FurtherCenterNames { get; init; }
    public string? City { get; init; }

    /// <summary>IANA name of the center's zone; null in minutes from before this was kept.</summary>
    public string? TimeZone { get; init; }
    public required string MinutesNumber { get; init; }
    public required DateOnly HeldOn { get; init; }
    public required MeetingKind Kind { get; init; }

    /// <summary>Null: a draft, which can still change.</summary>
    public DateTimeOffset? SealedAt { get; init; }
    public required decimal Margin { get; init; }
    public int? Quorum { get; init; }
    public string? Remarks { get; init; }
    public required IReadOnlyList<Attendee> Attendees { get; init; }

    /// <summary>Every cohort that the meeting was given or decided on, by its code.</summary>
    public required IReadOnlyList<MinutedCohort> Cohorts { get; init; }

    /// <summary>By cohort, then by name.</summary>
    public required IReadOnlyList<MinutedDecision> Decisions { get; init; }
}

/// <summary>A cohort as the minutes have it.</summary>
public record MinutedCohort
{
    public Guid CohortId { get; init; }
    public string Code { get; init; } = "";
    public string CourseTitle { get; init; } = "";

    /// <summary>The title in a language of the country; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CourseTitleLocal { get; init; }

    /// <summary>Language of the local title; left out where it isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CourseTitleLanguage { get; init; }

    /// <summary>The title in further languages; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextIn>? FurtherCourseTitles { get; init; }
}

/// <summary>A decision as the minutes have it.</summary>
public record MinutedDecision
{
    public Guid EnrollmentId { get; init; }

    /// <summary>Within the cohort; null in minutes from before this was kept.</summary>
    public int? TraineeNumber { get; init; }
    public string PersonName { get; init; } = "";
    public string CohortCode { get; init; } = "";
    public Outcome? ComputedOutcome { get; init; }
    public decimal? ComputedMark { get; init; }

    /// <summary>Why the computed outcome is a fail though the mark passes; empty otherwise.</summary>
    public IReadOnlyList<ResultReason> Causes { get; init; } = [];
    public BoardDecision Decision { get; init; }
    public string? DepartureReason { get; init; }
}

/// <summary>How minutes are kept: JSON with every script readable as it is, and the hash of its UTF-8 bytes.</summary>
static class MinutesJson
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Write(MinutesSnapshot minutes) => JsonSerializer.Serialize(minutes, options);

    internal static MinutesSnapshot Read(string json) => JsonSerializer.Deserialize<MinutesSnapshot>(json, options)!;

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    internal static string Hash(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
