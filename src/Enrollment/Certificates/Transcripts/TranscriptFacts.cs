using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Certificates.Transcripts;

/// <summary>All that a transcript is made of, as read.</summary>
sealed record TranscriptFacts
{
    internal required TranscriptRow Row { get; init; }
    internal required PersonFields Holder { get; init; }
    internal required RequirementFields Requirements { get; init; }

    /// <summary>By the component's code.</summary>
    internal required IReadOnlyDictionary<string, ComponentKind> Kinds { get; init; }

    /// <summary>Null where the result has none.</summary>
    internal ResultExplanation? Explanation { get; init; }

    /// <summary>How many of the cohort's released results have the outcome.</summary>
    internal required IReadOnlyDictionary<Outcome, int> Outcomes { get; init; }

    /// <summary>In the order of their issue.</summary>
    internal required IReadOnlyList<TranscriptCertificate> Certificates { get; init; }
    internal required Uri VerifyAt { get; init; }
}

/// <summary>An enrollment with its cohort, course and center, and what was released of it last.</summary>
sealed record TranscriptRow
{
    public Guid EnrollmentId { get; init; }
    public Guid PersonId { get; init; }
    public Guid CohortId { get; init; }
    public int TraineeNumber { get; init; }
    public string CohortCode { get; init; } = "";
    public DateOnly StartsOn { get; init; }
    public DateOnly EndsOn { get; init; }
    public Guid CourseVersionId { get; init; }
    public string CourseCode { get; init; } = "";
    public string Title { get; init; } = "";
    public string? TitleLocal { get; init; }
    public string? TitleLanguage { get; init; }
    public string? FurtherTitles { get; init; }
    public int Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public int? ValidityMonths { get; init; }
    public string CenterCode { get; init; } = "";
    public string CenterName { get; init; } = "";
    public string? CenterNameLocal { get; init; }
    public string? NameLanguage { get; init; }
    public string? FurtherNames { get; init; }
    public string? City { get; init; }
    public string Country { get; init; } = "";
    public string TimeZone { get; init; } = "";

    /// <summary>Null: nothing was released.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
    public Guid? SchemeId { get; init; }
    public Outcome? Outcome { get; init; }
    public decimal? Mark { get; init; }
    public long? UnroundedMillionths { get; init; }
    public string? Explanation { get; init; }
    public BoardDecision? Decision { get; init; }
    public string? MinutesNumber { get; init; }
    public DateOnly? HeldOn { get; init; }

    internal Naming Course => new(Title, TitleLocal, TitleLanguage, FurtherTexts.Read(FurtherTitles));
    internal Naming Center => new(CenterName, CenterNameLocal, NameLanguage, FurtherTexts.Read(FurtherNames));
}
