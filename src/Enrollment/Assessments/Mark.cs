namespace Enrollment.Assessments;

/// <summary>
/// What is known of a piece of work (rule 14). Missing, which is the absence of any of these, zero, exempt, absent with
/// cause and withheld are five different things.
/// </summary>
public enum MarkState
{
    /// <summary>There is a mark; it may be zero.</summary>
    Marked,

    /// <summary>The trainee needn't do it; its weight is spread over the others.</summary>
    Exempt,

    /// <summary>The trainee was absent with an accepted cause; no result until it is made up.</summary>
    AbsentWithCause,

    /// <summary>There is a mark, but it is held back (an investigation, a debt); no result until it is given.</summary>
    Withheld,
}

/// <summary>One mark of one attempt, in the component's own scale; a value stands only with Marked or Withheld.</summary>
public sealed record Mark(Guid ComponentId, int Attempt, MarkState State, decimal? Value)
{
    /// <summary>Started days, in the cohort's zone, between the last day for handing in and the day of it; 0: in time.</summary>
    public int DaysLate { get; init; }

    /// <summary>Whether a second marker or a moderator has yet to confirm it; until then it gives no result.</summary>
    public bool Unconfirmed { get; init; }
}
