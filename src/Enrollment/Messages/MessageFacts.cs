using System.Globalization;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Messages;

/// <summary>What a message tells of, as a row: of what happened as it was, and of the rest as it is now.</summary>
public sealed record MessageFacts
{
    public MessageKind Kind { get; init; }

    /// <summary>The principal spelling of the person's name.</summary>
    public string PersonName { get; init; } = "";

    /// <summary>One of <see cref="WritingLanguage"/>.</summary>
    public string Language { get; init; } = "";
    public string CourseTitle { get; init; } = "";
    public string? CourseTitleLocal { get; init; }

    /// <summary>Language of the local title; null where it isn't known.</summary>
    public string? TitleLanguage { get; init; }

    /// <summary>The title in further languages, as stored.</summary>
    public string? FurtherTitles { get; init; }
    public string CohortCode { get; init; } = "";
    public string CenterName { get; init; } = "";
    public string? CenterNameLocal { get; init; }

    /// <summary>Language of the center's local name; null where it isn't known.</summary>
    public string? NameLanguage { get; init; }

    /// <summary>The center's name in further languages, as stored.</summary>
    public string? FurtherNames { get; init; }
    public DateOnly StartsOn { get; init; }

    /// <summary>The cohort's zone (IANA), in which times are told.</summary>
    public string TimeZone { get; init; } = "";
    public string? Reason { get; init; }
    public string? Conditions { get; init; }

    /// <summary>The first instant at which the offer can't be accepted any more.</summary>
    public DateTimeOffset? OfferExpiresAt { get; init; }

    /// <summary>When what the message is about would have taken place.</summary>
    public DateTimeOffset? HappensAt { get; init; }

    /// <summary>The name of what the message is about.</summary>
    public string? About { get; init; }

    /// <summary>The last day of the enrollment that the message is about.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>The first instant at which it is too late to appeal.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Of the certificate that the message is about; null where it is about none.</summary>
    public string? Serial { get; init; }
    public string? VerificationCode { get; init; }

    /// <summary>Where anybody can verify it.</summary>
    public string? VerificationUrl { get; init; }

    /// <summary>The key of its PDF.</summary>
    public string? FileHash { get; init; }

    /// <summary>The serial number of the certificate whose place it took.</summary>
    public string? ReplacedSerial { get; init; }

    /// <summary>How the center brings new certificates to their holders.</summary>
    public CertificateDelivery CertificateDelivery { get; init; }

    /// <summary>Whether the certificate's PDF comes with the message.</summary>
    internal bool BringsFile =>
        Kind is MessageKind.CertificateIssued or MessageKind.CertificateReplaced
        && CertificateDelivery == CertificateDelivery.File;

    /// <summary>What the PDF is called; the serial number makes it unique. Null where none comes along.</summary>
    internal string? FileName => BringsFile ? $"{Serial}.pdf" : null;

    /// <summary>The message in the person's language.</summary>
    public MessageText Text() => MessageTemplates.Of(Language, Kind).Render(Values());

    /// <summary>Every name that a template may use, with what it stands for.</summary>
    internal IReadOnlyDictionary<string, string?> Values()
    {
        var culture = CultureInfo.GetCultureInfo(Language);
        var course = new Naming(CourseTitle, CourseTitleLocal, TitleLanguage, FurtherTexts.Read(FurtherTitles));
        var center = new Naming(CenterName, CenterNameLocal, NameLanguage, FurtherTexts.Read(FurtherNames));
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["name"] = PersonName,
            ["course"] = Known(course),
            ["cohort"] = CohortCode,
            ["center"] = Known(center),
            ["starts"] = StartsOn.ToString("D", culture),
            ["expires"] = OfferExpiresAt is { } end ? LastMinute(end, culture) : null,
            ["closes"] = ClosesAt is { } close ? LastMinute(close, culture) : null,
            ["when"] = HappensAt is { } moment ? Moment(moment, culture) : null,
            ["about"] = About,
            ["ended"] = EndedOn?.ToString("D", culture),
            ["conditions"] = Conditions,
            ["reason"] = Reason,
            ["serial"] = Serial,
            ["replaced"] = ReplacedSerial,
            ["address"] = VerificationUrl,
            ["file"] = FileName,
        };
    }

    /// <summary>
    /// In the person's language where there is one; otherwise the local name is in a language of the country, which readers
    /// of English and Chinese needn't know.
    /// </summary>
    string Known(Naming naming) =>
        naming.In(Language)
        ?? (Language is WritingLanguage.Kazakh or WritingLanguage.Russian ? naming.Local : null)
        ?? naming.Text;

    /// <summary>
    /// The last minute that still counts, not the midnight after it, which people take for the day that it begins.
    /// </summary>
    string LastMinute(DateTimeOffset end, CultureInfo culture) => Moment(end.AddMinutes(-1), culture);

    /// <summary>
    /// With the zone's IANA name and its distance from UTC at that moment, which are the same words in every language.
    /// </summary>
    string Moment(DateTimeOffset moment, CultureInfo culture)
    {
        var local = TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
        var sign = local.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(culture, $"{local:f} ({TimeZone}, UTC{sign}{local.Offset:hh\\:mm})");
    }
}
