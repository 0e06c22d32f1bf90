using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>A mark to be written: what it should be, and the version that its writer saw.</summary>
public sealed record MarkEntry
{
    public required Guid EnrollmentId { get; init; }
    public required Guid ComponentId { get; init; }

    /// <summary>1 to the component's number of attempts, absences with cause not counted.</summary>
    public int Attempt { get; init; } = 1;
    public MarkState State { get; init; }

    /// <summary>In the component's scale with at most two decimals; stands with Marked, may stand with Withheld.</summary>
    public decimal? Value { get; init; }

    /// <summary>
    /// The day, in the cohort's zone, on which the work was handed in; not after today. Left out: the day that is recorded
    /// stays; null takes it away.
    /// </summary>
    public DateOnly? SubmittedOn
    {
        get;
        init
        {
            field = value;
            SubmissionIsGiven = true;
        }
    }

    /// <summary>The instant instead of the day; where both are given, it must fall on that day.</summary>
    public DateTimeOffset? SubmittedAt
    {
        get;
        init
        {
            field = value;
            SubmissionIsGiven = true;
        }
    }

    /// <summary>Whether the writer said anything of when the work was handed in, be it that nothing is known.</summary>
    internal bool SubmissionIsGiven { get; private init; }

    /// <summary>The version that the writer saw; 0: there was no mark.</summary>
    public int Version { get; init; }

    /// <summary>Why it changes, 1 to 1,000 characters; demanded when a mark is there already.</summary>
    public string? Reason { get; init; }

    /// <summary>With the day of submission that the mark has already, where the writer says nothing of it.</summary>
    internal MarkEntry Over(MarkRow? existing) =>
        SubmissionIsGiven || existing?.SubmittedOn is not { } day ? this : this with { SubmittedOn = day };
}

public enum MarkOutcome
{
    Created,
    Changed,

    /// <summary>The mark was there with the same value; nothing was written.</summary>
    Unchanged,

    /// <summary>Somebody else wrote it since; what is there now comes back.</summary>
    Conflict,
    Refused,
}

/// <summary>What became of one entry, in the order in which they were sent.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Version">Of the mark as it is now.</param>
/// <param name="Value">As it is now; null where there is none or where it is hidden from the caller.</param>
/// <param name="Problem">Why it was refused.</param>
/// <param name="EnteredBy">Id of who wrote the mark that a conflict met.</param>
public sealed record MarkAnswer(
    MarkOutcome Outcome,
    int Version,
    decimal? Value,
    FieldProblem? Problem,
    string? EnteredBy = null
);
