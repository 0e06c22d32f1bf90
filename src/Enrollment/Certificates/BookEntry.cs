using Enrollment.Cohorts;

namespace Enrollment.Certificates;

/// <summary>
/// An entry of the book of awards, as it was when its number was taken: what stands on the document, and of a number that
/// was given up what would have stood there.
/// </summary>
public sealed record BookEntry
{
    /// <summary>The number as printed.</summary>
    public required string Serial { get; init; }

    /// <summary>What became of it.</summary>
    public required CertificateState State { get; init; }

    /// <summary>One to three spellings, the principal one first.</summary>
    public required IReadOnlyList<string> Names { get; init; }
    public required string CourseCode { get; init; }
    public required string CourseTitle { get; init; }

    /// <summary>The board's decision as printed: Pass, Merit or Distinction.</summary>
    public required string Award { get; init; }

    /// <summary>Rounded result out of 100; null where there is none.</summary>
    public decimal? Mark { get; init; }

    /// <summary>Hours of instruction.</summary>
    public required int Hours { get; init; }
    public required string MinutesNumber { get; init; }
    public required DateOnly AwardedOn { get; init; }

    /// <summary>The day on which the number was given.</summary>
    public required DateOnly IssuedOn { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>When it was suspended, revoked, replaced or given up.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The number that it took the place of.</summary>
    public string? Replaces { get; init; }

    /// <summary>How it stands on a day at the center.</summary>
    public BookState On(DateOnly day) =>
        State switch
        {
            CertificateState.Issued when ExpiresOn < day => BookState.Expired,
            CertificateState.Issued => BookState.Valid,
            CertificateState.Suspended => BookState.Suspended,
            CertificateState.Revoked => BookState.Revoked,
            CertificateState.Replaced => BookState.Replaced,
            CertificateState.Void => BookState.Void,
            _ => BookState.Prepared,
        };

    /// <summary>The day, at the center, on which it ended; an expired one's is its last.</summary>
    /// <param name="day">The day at the center.</param>
    /// <param name="timeZone">IANA zone of the center.</param>
    public DateOnly? EndedBy(DateOnly day, string timeZone) =>
        EndedAt is { } ended ? LocalDay.Of(ended, timeZone)
        : On(day) == BookState.Expired ? ExpiresOn
        : null;
}

/// <summary>How a number of the book stands on a day.</summary>
public enum BookState
{
    Valid,

    /// <summary>Its last day is over.</summary>
    Expired,
    Suspended,
    Revoked,
    Replaced,
    Void,
    Prepared,
}
