namespace Enrollment.Certificates;

/// <summary>Draws books of awards as PDF. Thread-safe.</summary>
public interface IAwardBookRenderer
{
    /// <summary>The file: every number in its order, under its year.</summary>
    byte[] Render(AwardBook book);
}

/// <summary>A center's numbers of some years.</summary>
/// <param name="CenterName">Whose book it is.</param>
/// <param name="CenterNameLocal">The same in the local language; null where there is none.</param>
/// <param name="MadeOn">The day at the center.</param>
/// <param name="TimeZone">IANA zone of the center.</param>
/// <param name="Years">In their order, each with all of its numbers.</param>
public sealed record AwardBook(
    string CenterName,
    string? CenterNameLocal,
    DateOnly MadeOn,
    string TimeZone,
    IReadOnlyList<AwardBookYear> Years
);

public sealed record AwardBookYear(SeriesView Series, IReadOnlyList<BookEntry> Entries);
