using Enrollment.Certificates;
using Enrollment.Pipeline;
using Enrollment.Web.Issuing;

namespace Enrollment.Web.Pages;

/// <summary>The answer to a verification. Everything but 'answer' is null where nothing is known.</summary>
public sealed record VerificationBody
{
    public required VerificationAnswer Answer { get; init; }
    public string? Serial { get; init; }
    public IReadOnlyList<PrintedName>? Names { get; init; }
    public string? CourseCode { get; init; }
    public string? CourseTitle { get; init; }
    public string? CourseTitleLocal { get; init; }

    /// <summary>The title in further languages; null where there are none.</summary>
    public IReadOnlyList<TextIn>? FurtherCourseTitles { get; init; }
    public int? Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public string? CenterName { get; init; }
    public string? CenterNameLocal { get; init; }

    /// <summary>The center's name in further languages; null where there are none.</summary>
    public IReadOnlyList<TextIn>? FurtherCenterNames { get; init; }
    public string? Award { get; init; }
    public decimal? Mark { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public DateOnly? AwardedOn { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>When it was suspended, revoked or replaced.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The day of that at the center.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Where the certificate that took its place is verified.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Where the certificate that renews it is verified; null where there is none.</summary>
    public string? RenewedBy { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the genuine PDF file.</summary>
    public string? FileHash { get; init; }

    /// <summary>
    /// Lower-case hexadecimal SHA-256 of the certificate whose key signed the PDF; the issuer's page has those of today.
    /// </summary>
    public string? SignedBy { get; init; }

    /// <summary>Whether it was signed with a key for development, and certifies nothing.</summary>
    public bool? Specimen { get; init; }

    /// <summary>DID of the issuer; null on certificates from before credentials.</summary>
    public string? Issuer { get; init; }

    /// <summary>What was found in the file; null where none was given.</summary>
    public CheckedFile? File { get; init; }

    internal static VerificationBody Of(Verification found, CheckedFile? file = null) =>
        found.Certificate is not { } c
            ? new VerificationBody { Answer = found.Answer, File = file }
            : new VerificationBody
            {
                Answer = found.Answer,
                Serial = c.Serial,
                Names = c.Names,
                CourseCode = c.CourseCode,
                CourseTitle = c.CourseTitle,
                CourseTitleLocal = c.CourseTitleLocal,
                FurtherCourseTitles = c.FurtherCourseTitles,
                Hours = c.Hours,
                Credits = c.Credits,
                NqfLevel = c.NqfLevel,
                CenterName = c.CenterName,
                CenterNameLocal = c.CenterNameLocal,
                FurtherCenterNames = c.FurtherCenterNames,
                Award = c.Award,
                Mark = c.Mark,
                StartsOn = c.StartsOn,
                EndsOn = c.EndsOn,
                AwardedOn = c.AwardedOn,
                IssuedOn = c.IssuedOn,
                ExpiresOn = c.ExpiresOn,
                EndedAt = found.EndedAt,
                EndedOn = found.EndedOn,
                ReplacedBy = found.ReplacedByCode is { } code ? $"/verify/{code}" : null,
                RenewedBy = found.RenewedByCode is { } renewed ? $"/verify/{renewed}" : null,
                FileHash = found.FileHash,
                SignedBy = found.SignedBy,
                Specimen = c.Specimen,
                Issuer = c.Credential?.Issuer,
                File = file,
            };
}
