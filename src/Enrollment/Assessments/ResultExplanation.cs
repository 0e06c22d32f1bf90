namespace Enrollment.Assessments;

/// <summary>
/// How a result came about, line by line: which marks, weights, penalties, caps and minimums led to it. Percentages are
/// cut after six decimals, never rounded up; the result itself was computed from the uncut ones.
/// </summary>
public sealed record ResultExplanation
{
    public required Outcome Outcome { get; init; }

    /// <summary>Percentage before rounding; null where nothing counted or something is missing.</summary>
    public decimal? Unrounded { get; init; }

    /// <summary>Percentage, rounded half up to <see cref="Decimals"/>.</summary>
    public decimal? Mark { get; init; }
    public required int Decimals { get; init; }
    public required decimal PassMark { get; init; }
    public decimal? MeritMark { get; init; }
    public decimal? DistinctionMark { get; init; }

    /// <summary>Least percentage of sessions attended; null where the scheme demands none.</summary>
    public decimal? MinimumAttendance { get; init; }

    /// <summary>Percentage of sessions attended; null where none was recorded or the scheme demands none.</summary>
    public decimal? Attendance { get; init; }
    public required IReadOnlyList<GroupExplanation> Groups { get; init; }

    /// <summary>What decided, in the order of the scheme: what is missing, what was failed, or what was reached.</summary>
    public required IReadOnlyList<ResultReason> Reasons { get; init; }
}

public sealed record GroupExplanation
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Declared share of the result in percent.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Share that it really has once groups without a mark are left out; null where it doesn't count.</summary>
    public decimal? Share { get; init; }
    public decimal? Mark { get; init; }
    public decimal? MinimumMark { get; init; }

    /// <summary>False where an earlier group's minimum was missed, so that this one counts nothing.</summary>
    public required bool Admitted { get; init; }
    public required IReadOnlyList<ComponentExplanation> Components { get; init; }

    /// <summary>Whether something is to come yet, so that the mark is one so far.</summary>
    internal bool IsOpen =>
        Components.Any(component =>
            component.Standing
                is ComponentStanding.Missing
                    or ComponentStanding.AbsentWithCause
                    or ComponentStanding.Withheld
                    or ComponentStanding.Unconfirmed
        );
}

/// <summary>How a component stands in a result.</summary>
public enum ComponentStanding
{
    /// <summary>Its best attempt counts.</summary>
    Counted,

    /// <summary>No mark, which the scheme counts as zero.</summary>
    MissingAsZero,

    /// <summary>No mark, for which the scheme leaves it out.</summary>
    LeftOut,
    Exempt,

    /// <summary>No mark, for which there is no result yet.</summary>
    Missing,
    AbsentWithCause,
    Withheld,

    /// <summary>A second marker or a moderator has yet to confirm the mark.</summary>
    Unconfirmed,
}

public sealed record ComponentExplanation
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Declared share of the group in percent.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Share of the group that it really has; null where it doesn't count.</summary>
    public decimal? Share { get; init; }
    public required ComponentStanding Standing { get; init; }

    /// <summary>Percentage that counts.</summary>
    public decimal? Mark { get; init; }

    /// <summary>Least percentage, where the component must be passed.</summary>
    public decimal? MustReach { get; init; }
    public required decimal MaximumMark { get; init; }
    public required IReadOnlyList<AttemptExplanation> Attempts { get; init; }
}

public sealed record AttemptExplanation
{
    public required int Attempt { get; init; }
    public required MarkState State { get; init; }

    /// <summary>Whether a second marker or a moderator has yet to confirm it.</summary>
    public bool Unconfirmed { get; init; }

    /// <summary>In the component's scale; null where there is none and while it is withheld or unconfirmed.</summary>
    public decimal? Value { get; init; }

    /// <summary>The value as a percentage of the highest mark.</summary>
    public decimal? Percentage { get; init; }
    public int DaysLate { get; init; }

    /// <summary>Percentage after the penalty for late work; null where it lost nothing.</summary>
    public decimal? AfterPenalty { get; init; }

    /// <summary>The cap that a resit was held down to; null where it wasn't.</summary>
    public decimal? CappedAt { get; init; }

    /// <summary>Whether this is the attempt that counts.</summary>
    public bool Counts { get; init; }
}

public enum ReasonCode
{
    MarkMissing,
    AbsentWithCause,
    Withheld,
    Unconfirmed,
    NothingAssessed,
    AttendanceNotRecorded,
    ComponentNotPassed,
    GroupBelowMinimum,
    NotAdmitted,
    AttendanceBelowMinimum,
    BelowPassMark,
    Reached,
}

/// <summary>One reason of an outcome; <see cref="ExplanationWords"/> puts it into words.</summary>
/// <param name="Code">What it is.</param>
/// <param name="Part">Name of the component or group; null where it is about the whole.</param>
/// <param name="Value">The percentage at hand.</param>
/// <param name="Limit">The percentage that was demanded.</param>
/// <param name="Outcome">What was reached, with Reached alone.</param>
public sealed record ResultReason(
    ReasonCode Code,
    string? Part = null,
    decimal? Value = null,
    decimal? Limit = null,
    Outcome? Outcome = null
);
