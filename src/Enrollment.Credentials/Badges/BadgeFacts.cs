namespace Enrollment.Credentials.Badges;

/// <summary>
/// What a credential says beyond the certificate's snapshot. Every URL is absolute. Equal facts and snapshots give equal
/// bytes.
/// </summary>
public sealed record BadgeFacts
{
    /// <summary>The credential's id, <c>urn:uuid:</c> on the wire; a reissued certificate has another.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// The holder's id, <c>urn:uuid:</c> on the wire. A fresh one per credential ties no two credentials together.
    /// </summary>
    public required Guid SubjectId { get; init; }
    public required BadgeIssuer Issuer { get; init; }

    /// <summary>
    /// URL of the achievement, the same for everybody who completes this version of the course. "/" and a language are
    /// put behind it for the achievement in that language.
    /// </summary>
    public required string AchievementUrl { get; init; }

    /// <summary>Instant from which the credential counts; written in whole seconds.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>IANA zone of the center: the days of the snapshot begin and end there.</summary>
    public required string TimeZone { get; init; }
    public required StatusEntry Status { get; init; }

    /// <summary>At least one; who the holder is, for somebody who knows it already.</summary>
    public required IReadOnlyList<HashedIdentity> Identities { get; init; }

    /// <summary>Language of the credential's own achievement: en, kk, ru or zh.</summary>
    public string Language { get; init; } = "en";

    /// <summary>
    /// The course's title in other languages than English (kk, ru, zh); the snapshot has the English one. A language
    /// without a title has no variant of the achievement.
    /// </summary>
    public IReadOnlyList<CourseTitle> Titles { get; init; } = [];

    /// <summary>What the course corresponds to in frameworks of skills and occupations.</summary>
    public IReadOnlyList<Alignment> Alignments { get; init; } = [];

    /// <summary>URL of the badge's picture, PNG or SVG; null for none.</summary>
    public string? PictureUrl { get; init; }
}

/// <param name="Did">The issuer's DID, such as did:web:example.org:centers:ALA.</param>
/// <param name="Name">As printed: the center or the organization behind it.</param>
/// <param name="Url">Its page for people.</param>
public sealed record BadgeIssuer(string Did, string Name, string Url);

/// <param name="Language">ISO 639-1: kk, ru or zh.</param>
/// <param name="Title">The title in that language.</param>
public sealed record CourseTitle(string Language, string Title);

/// <summary>A node of a framework, such as an ESCO occupation or a national occupational standard.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Url">Its page.</param>
/// <param name="Code">Its code within the framework; null where it has none.</param>
/// <param name="Framework">Name of the framework.</param>
public sealed record Alignment(string Name, string Url, string? Code, string? Framework);

/// <summary>The credential's place in a published list of revoked or suspended credentials.</summary>
/// <param name="ListUrl">Where the list is published.</param>
/// <param name="Index">From 0; drawn at random, see <see cref="Status.StatusIndex"/>.</param>
/// <param name="Purpose">What the bit says.</param>
public sealed record StatusEntry(string ListUrl, int Index, Status.StatusPurpose Purpose);
