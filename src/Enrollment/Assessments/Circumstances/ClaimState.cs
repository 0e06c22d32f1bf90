using System.Collections.Frozen;
using Enrollment.Accounts;

namespace Enrollment.Assessments.Circumstances;

/// <summary>What happened to the trainee.</summary>
public enum ClaimKind
{
    Illness,
    Bereavement,
    Work,
    Technical,
    Other,
}

public enum ClaimState
{
    /// <summary>It awaits the board.</summary>
    Lodged,
    Accepted,
    Rejected,

    /// <summary>By the trainee, or for them.</summary>
    Withdrawn,
}

/// <summary>What an accepted claim brings.</summary>
public enum ClaimRemedy
{
    /// <summary>It is noted, and the board may think of it when it decides.</summary>
    None,

    /// <summary>A later last day for the attempt.</summary>
    Extension,

    /// <summary>The attempt doesn't count, and another one takes its place.</summary>
    AbsentWithCause,
}

public enum ClaimVerb
{
    Accept,
    Reject,
    Withdraw,
}

/// <summary>One row of the table: who may do it, from where to where.</summary>
public sealed record ClaimTransition(ClaimVerb Verb, FrozenSet<ClaimState> From, ClaimState To, Permission Permission);

/// <summary>The one table of a claim's transitions.</summary>
public static class ClaimTransitions
{
    static readonly FrozenSet<ClaimState> lodged = [ClaimState.Lodged];

    public static IReadOnlyList<ClaimTransition> All { get; } =
    [
        new(ClaimVerb.Accept, lodged, ClaimState.Accepted, Permission.HoldBoard),
        new(ClaimVerb.Reject, lodged, ClaimState.Rejected, Permission.HoldBoard),
        new(ClaimVerb.Withdraw, lodged, ClaimState.Withdrawn, Permission.ClaimCircumstances),
    ];

    public static ClaimTransition Of(ClaimVerb verb) => All.Single(row => row.Verb == verb);
}
