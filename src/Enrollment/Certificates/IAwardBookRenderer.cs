using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>Draws books of awards as PDF. Thread-safe.</summary>
public interface IAwardBookRenderer
{
    /// <summary>The words of a language (ISO 639-1: en, kk, ru, zh); English where there are none.</summary>
    IAwardBookWords WordsIn(string? language);

    /// <summary>The file: every number in its order, under its year.</summary>
    byte[] Render(AwardBook book);
}

/// <summary>What a book of awards says of itself in one language.</summary>
public interface IAwardBookWords
{
    /// <summary>ISO 639-1.</summary>
    string Language { get; }
    string Column(AwardBookColumn column);
    string State(BookState state);

    /// <summary>A board's decision; one that has no word stays as it is.</summary>
    string Award(string award);
}

/// <summary>The columns of the book as a table, in their order.</summary>
public enum AwardBookColumn
{
    Serial,
    State,
    Name,
    OtherNames,
    Course,
    Title,
    Award,
    Mark,
    Hours,
    Minutes,
    AwardedOn,
    IssuedOn,
    ExpiresOn,
    Replaces,
    EndedOn,
    Reason,
}

/// <summary>A center's numbers of a period.</summary>
public sealed record AwardBook
{
    /// <summary>Whose book it is.</summary>
    public required Naming Center { get; init; }

    /// <summary>The day at the center.</summary>
    public required DateOnly MadeOn { get; init; }

    /// <summary>IANA zone of the center.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO 639-1: en, kk, ru or zh; null: English.</summary>
    public string? Language { get; init; }

    /// <summary>The first day whose numbers are in it; null: since the first number.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last one; null: up to the last number.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Those with a number, in their order.</summary>
    public required IReadOnlyList<AwardBookYear> Years { get; init; }
}

/// <summary>A year's numbers of the period, in their order.</summary>
public sealed record AwardBookYear(int Year, IReadOnlyList<BookEntry> Entries);
