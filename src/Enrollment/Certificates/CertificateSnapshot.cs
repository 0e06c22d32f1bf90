using System.Text.Json.Serialization;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>
/// Everything that stands on an issued certificate, as it was at the moment of issue (rule 25). It is stored with the
/// certificate and never recomputed: a renderer is a pure function of it.
/// </summary>
public sealed record CertificateSnapshot
{
    /// <summary>Version of the printed layout; a renderer keeps every version it has ever issued.</summary>
    public required string TemplateVersion { get; init; }

    /// <summary>The center's published design that it is drawn by; null for the built-in one.</summary>
    public Guid? DesignId { get; init; }
    public required string Serial { get; init; }
    public required string VerificationCode { get; init; }

    /// <summary>Absolute address behind the QR code: base address + /verify/ + code.</summary>
    public required string VerificationUrl { get; init; }

    /// <summary>One to three spellings as on the identity document, the principal one first.</summary>
    public required IReadOnlyList<PrintedName> Names { get; init; }
    public required string CourseCode { get; init; }
    public required string CourseTitle { get; init; }
    public string? CourseTitleLocal { get; init; }

    /// <summary>Language of the local title; left out where it isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CourseTitleLanguage { get; init; }

    /// <summary>The title in further languages; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextIn>? FurtherCourseTitles { get; init; }

    /// <summary>Hours of instruction, 1 to 10,000.</summary>
    public required int Hours { get; init; }

    /// <summary>Credits with at most two decimals; null where the course carries none.</summary>
    public decimal? Credits { get; init; }

    /// <summary>Level of the national qualifications framework, 1 to 8; null where the course has none.</summary>
    public int? NqfLevel { get; init; }
    public required string CenterName { get; init; }
    public string? CenterNameLocal { get; init; }

    /// <summary>Language of the center's local name; left out where it isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CenterNameLanguage { get; init; }

    /// <summary>The center's name in further languages; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextIn>? FurtherCenterNames { get; init; }

    /// <summary>All that the course is called.</summary>
    [JsonIgnore]
    public Naming Course => new(CourseTitle, CourseTitleLocal, CourseTitleLanguage, FurtherCourseTitles);

    /// <summary>All that the center is called.</summary>
    [JsonIgnore]
    public Naming Center => new(CenterName, CenterNameLocal, CenterNameLanguage, FurtherCenterNames);
    public string? City { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }
    public required DateOnly AwardedOn { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The board's decision as printed: Pass, Merit or Distinction.</summary>
    public required string Award { get; init; }

    /// <summary>Rounded result out of 100; null where the board recorded a decision without a mark.</summary>
    public decimal? Mark { get; init; }
    public required string MinutesNumber { get; init; }

    /// <summary>One to three people who sign, in printed order.</summary>
    public required IReadOnlyList<Signatory> Signatories { get; init; }

    /// <summary>What the credential says; null on certificates from before there were any.</summary>
    public CredentialFacts? Credential { get; init; }

    /// <summary>Whether it was signed with a key that anybody could have made: marked as a specimen.</summary>
    public bool Specimen { get; init; }
}

/// <summary>One spelling of a name; <paramref name="Script"/> is ISO 15924 (Latn, Cyrl, Hans, Arab ...).</summary>
public sealed record PrintedName(string Script, string Text);

/// <summary>Who signs, with name and position as they are printed where nothing else is said in a sheet's language.</summary>
public sealed record Signatory(string Name, string Position)
{
    /// <summary>The name as it is written in ar, en, kk, ru or zh, each once; left out where it isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextIn>? FurtherNames { get; init; }

    /// <summary>The position in ar, en, kk, ru or zh, each once; left out where it isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextIn>? FurtherPositions { get; init; }
}
