using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.People;

namespace Enrollment.Certificates.Transcripts;

/// <summary>Section 1: who holds the qualification.</summary>
public sealed record TranscriptHolder
{
    /// <summary>As on the identity document, in each script that was entered, the principal one first.</summary>
    public required IReadOnlyList<PersonName> Names { get; init; }
    public DateOnly? BirthDate { get; init; }

    /// <summary>Within the cohort, from 1 on.</summary>
    public required int TraineeNumber { get; init; }
    public required IReadOnlyList<TranscriptBlank> Blanks { get; init; }
}

/// <summary>Section 2: what the qualification is.</summary>
public sealed record TranscriptQualification
{
    public required string CourseCode { get; init; }
    public required string Title { get; init; }
    public string? TitleLocal { get; init; }

    /// <summary>The title in the language of the transcript's texts; null where that is one of the two others, or none.</summary>
    public string? TitleInLanguage { get; init; }
    public required string CohortCode { get; init; }
    public required string CenterCode { get; init; }

    /// <summary>Who taught, assessed and awards it.</summary>
    public required string CenterName { get; init; }
    public string? CenterNameLocal { get; init; }

    /// <summary>The name in the language of the transcript's texts; null where that is one of the two others, or none.</summary>
    public string? CenterNameInLanguage { get; init; }
    public string? City { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>IANA zone of the cohort, which its days begin and end in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO 639; null where it isn't known.</summary>
    public IReadOnlyList<string>? LanguagesOfInstruction { get; init; }
    public required IReadOnlyList<TranscriptBlank> Blanks { get; init; }
}

/// <summary>Section 3: its level and duration, and what it demanded of applicants.</summary>
public sealed record TranscriptLevel
{
    /// <summary>Level of the national qualifications framework, 1 to 8.</summary>
    public int? NqfLevel { get; init; }

    /// <summary>Hours of instruction.</summary>
    public required int Hours { get; init; }

    /// <summary>With at most two decimals.</summary>
    public decimal? Credits { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }
    public required RequirementFields AccessRequirements { get; init; }
    public required IReadOnlyList<TranscriptBlank> Blanks { get; init; }
}

/// <summary>Section 4: contents and results gained, as they stood at the last release.</summary>
public sealed record TranscriptContents
{
    public required IReadOnlyList<TranscriptGroup> Groups { get; init; }
    public TranscriptResult? Result { get; init; }
    public TranscriptScale? Scale { get; init; }

    /// <summary>How the cohort's trainees did; null below ten results.</summary>
    public TranscriptDistribution? Distribution { get; init; }
    public TranscriptDecision? Decision { get; init; }
    public required IReadOnlyList<TranscriptBlank> Blanks { get; init; }
}

public sealed record TranscriptGroup
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Share of the result in percent.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Percentage; null where nothing of it counts.</summary>
    public decimal? Mark { get; init; }
    public required IReadOnlyList<TranscriptComponent> Components { get; init; }
}

public sealed record TranscriptComponent
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Null where the scheme has no component with this code any more.</summary>
    public ComponentKind? Kind { get; init; }

    /// <summary>Share of the group in percent.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Highest mark that can be given.</summary>
    public required decimal MaximumMark { get; init; }

    /// <summary>Whether a mark counts, and why none does.</summary>
    public required ComponentStanding Standing { get; init; }

    /// <summary>The percentage that counts.</summary>
    public decimal? Mark { get; init; }
    public required IReadOnlyList<AttemptExplanation> Attempts { get; init; }
}

/// <summary>The computed result.</summary>
public sealed record TranscriptResult
{
    public required Outcome Outcome { get; init; }

    /// <summary>Percentage, rounded by the scheme; null where the outcome is Incomplete.</summary>
    public decimal? Mark { get; init; }

    /// <summary>Percentage before rounding, cut to six decimals.</summary>
    public decimal? Unrounded { get; init; }
}

/// <summary>What marks mean: the least percentage of each class, and how results are rounded.</summary>
public sealed record TranscriptScale
{
    public required decimal Pass { get; init; }
    public decimal? Merit { get; init; }
    public decimal? Distinction { get; init; }

    /// <summary>Decimals to which a result is rounded, half up, once.</summary>
    public required int Decimals { get; init; }

    /// <summary>The same in words.</summary>
    public required IReadOnlyList<string> Texts { get; init; }
}

/// <summary>Number of the cohort's released results, and of each outcome among them.</summary>
public sealed record TranscriptDistribution(int Results, int Fail, int Pass, int Merit, int Distinction);

/// <summary>What the assessment board decided.</summary>
public sealed record TranscriptDecision(BoardDecision Decision, string MinutesNumber, DateOnly HeldOn);

/// <summary>Section 5: what it entitles to.</summary>
public sealed record TranscriptFunction
{
    /// <summary>How long the certificate is valid, in months; null: it doesn't expire.</summary>
    public int? ValidityMonths { get; init; }
    public required IReadOnlyList<TranscriptBlank> Blanks { get; init; }
}

/// <summary>Section 6: anything else.</summary>
public sealed record TranscriptAdditional
{
    /// <summary>Where anybody asks whether a certificate is genuine.</summary>
    public required Uri VerifyAt { get; init; }

    /// <summary>Percentage of sessions attended; null where the scheme demands none.</summary>
    public decimal? Attendance { get; init; }
    public required IReadOnlyList<TranscriptBlank> Blanks { get; init; }
}

/// <summary>Section 7: the documents that were issued on it.</summary>
public sealed record TranscriptCertification
{
    public required IReadOnlyList<TranscriptCertificate> Certificates { get; init; }
    public required IReadOnlyList<TranscriptBlank> Blanks { get; init; }
}

public sealed record TranscriptCertificate
{
    public string Serial { get; init; } = "";
    public CertificateState State { get; init; }
    public BoardDecision Award { get; init; }
    public DateOnly AwardedOn { get; init; }
    public DateTimeOffset IssuedAt { get; init; }
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>Section 8: the education system behind it.</summary>
public sealed record TranscriptEducationSystem(string Country, IReadOnlyList<TranscriptBlank> Blanks);
