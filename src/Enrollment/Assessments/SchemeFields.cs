namespace Enrollment.Assessments;

/// <summary>The kinds of assessed work (rule 13).</summary>
public enum ComponentKind
{
    Coursework,
    Test,
    Practical,
    Exam,
}

/// <summary>What a mark that was never entered counts as (rule 14): declared, never by accident.</summary>
public enum MissingRule
{
    /// <summary>No result until it is there.</summary>
    Incomplete,

    /// <summary>A non-submission is worth nothing.</summary>
    Zero,

    /// <summary>It doesn't count, and its weight is spread over the others.</summary>
    LeaveOut,
}

/// <summary>Which work a second marker marks too, without seeing the first mark (rule 17).</summary>
public enum SecondMarking
{
    None,

    /// <summary>A sample that is drawn when the first marks are in.</summary>
    Sample,
    All,
}

/// <summary>
/// What late work loses (rule 16), in points of percentage: 5 points per started day take 72 % to 62 % on the second.
/// </summary>
public sealed record LatePenalty
{
    /// <summary>Points per started day, above 0 to 100.</summary>
    public required decimal PerDay { get; init; }

    /// <summary>The penalty takes no mark below this percentage, 0 to 100, and lifts none up to it.</summary>
    public decimal Floor { get; init; }

    /// <summary>Work that is later than so many days counts nothing, 1 to 366; left out: there is no such day.</summary>
    public int? CutOffDays { get; init; }
}

/// <summary>How a cohort's results are computed. Frozen once a mark was entered under it (rule 12).</summary>
public record SchemeFields
{
    public required string Name { get; init; }

    /// <summary>Least rounded result that passes, 0 to 100.</summary>
    public required decimal PassMark { get; init; }
    public decimal? MeritMark { get; init; }
    public decimal? DistinctionMark { get; init; }

    /// <summary>Decimals to which the result is rounded half up, 0 to 2.</summary>
    public int Decimals { get; init; }

    /// <summary>Least percentage of the sessions attended that a pass demands, 0 to 100.</summary>
    public decimal? MinimumAttendance { get; init; }

    /// <summary>The weights of the groups sum to 100.</summary>
    public required IReadOnlyList<SchemeGroup> Groups { get; init; }
}

public sealed record SchemeGroup
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Share of the result, 0 to 100; zero is legal.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Least unrounded mark of the group that passes, 0 to 100.</summary>
    public decimal? MinimumMark { get; init; }

    /// <summary>
    /// Code of an earlier group whose minimum admits to this one: whoever misses it isn't admitted, and the group counts
    /// nothing whatever is marked in it.
    /// </summary>
    public string? AfterGroup { get; init; }

    /// <summary>The weights of the components sum to 100.</summary>
    public required IReadOnlyList<SchemeComponent> Components { get; init; }
}

public sealed record SchemeComponent
{
    /// <summary>Set by the system; what is sent is ignored.</summary>
    public Guid Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required ComponentKind Kind { get; init; }

    /// <summary>Share of the group, 0 to 100; zero is legal.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Highest mark that can be entered, above 0 to 10,000.</summary>
    public decimal MaximumMark { get; init; } = 100;

    /// <summary>Least percentage that passes the component, 0 to 100; decisive only with <see cref="MustPass"/>.</summary>
    public decimal? PassMark { get; init; }
    public bool MustPass { get; init; }

    /// <summary>
    /// How often it may be attempted, 1 to 10; the best attempt counts. One that was missed with an accepted cause isn't
    /// counted among them.
    /// </summary>
    public int Attempts { get; init; } = 1;

    /// <summary>
    /// Highest percentage that a resit counts with, 0 to 100. The attempt after absences with cause alone is no resit.
    /// </summary>
    public decimal? ResitCap { get; init; }
    public LatePenalty? LatePenalty { get; init; }
    public SecondMarking SecondMarking { get; init; }

    /// <summary>
    /// Points of percentage, 0 to 100, by which two markers may differ; beyond it a moderator decides. Stands with second
    /// marking.
    /// </summary>
    public decimal? Tolerance { get; init; }
    public MissingRule WhenMissing { get; init; }
}

/// <summary>A scheme as read.</summary>
public sealed record SchemeView : SchemeFields
{
    public required Guid Id { get; init; }
    public required Guid CourseVersionId { get; init; }

    /// <summary>1 for the first scheme of the course version.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// When the first mark was entered; null while the scheme may still be changed, and to whoever may not read marks.
    /// </summary>
    public DateTimeOffset? FrozenAt { get; init; }
    public required int Version { get; init; }
}
