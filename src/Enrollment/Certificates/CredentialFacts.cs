using Enrollment.Cohorts;

namespace Enrollment.Certificates;

/// <summary>What a certificate's credential says beyond the certificate; frozen with it (rule 25).</summary>
public sealed record CredentialFacts
{
    /// <summary>The credential's own id, not that of a row.</summary>
    public required Guid Id { get; init; }

    /// <summary>Stands for the holder in this credential and in no other: two of them can't be tied together by it.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>DID of the issuer.</summary>
    public required string Issuer { get; init; }
    public required string CenterCode { get; init; }
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>IANA zone that the days of the certificate begin and end in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Version of the course, from 1.</summary>
    public required int CourseVersion { get; init; }

    /// <summary>Language of the local title: kk, ru or zh; null where it is none of them or isn't known.</summary>
    public string? TitleLanguage { get; init; }
    public required IReadOnlyList<CourseAlignment> Alignments { get; init; }

    /// <summary>Number of the status list, from 1.</summary>
    public required int StatusList { get; init; }

    /// <summary>Place within the list, from 0.</summary>
    public required int StatusIndex { get; init; }

    /// <summary>Who holds it, for somebody who knows already; at least one.</summary>
    public required IReadOnlyList<HolderIdentity> Holder { get; init; }
}

/// <summary>A salted hash of something that the holder is known by.</summary>
/// <param name="Type">Word of the Open Badges vocabulary: emailAddress, name.</param>
/// <param name="Salt">Another one for each credential and identifier.</param>
/// <param name="Hash"><c>sha256$</c> and hexadecimal digits.</param>
public sealed record HolderIdentity(string Type, string Salt, string Hash);
