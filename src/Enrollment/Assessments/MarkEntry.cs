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

    /// <summary>The day, in the cohort's zone, on which the work was handed in.</summary>
    public DateOnly? SubmittedOn { get; init; }

    /// <summary>The instant instead of the day; where both are given, it must fall on that day.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The version that the writer saw; 0: there was no mark.</summary>
    public int Version { get; init; }

    /// <summary>Why it changes, 1 to 1,000 characters; demanded when a mark is there already.</summary>
    public string? Reason { get; init; }
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
public sealed record MarkAnswer(MarkOutcome Outcome, int Version, decimal? Value, FieldProblem? Problem);
