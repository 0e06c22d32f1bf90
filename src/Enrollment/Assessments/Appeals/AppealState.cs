using System.Collections.Frozen;

namespace Enrollment.Assessments.Appeals;

public enum AppealState
{
    Lodged,
    UnderReview,

    /// <summary>The trainee is right: a board decides anew. Nothing else changes by itself.</summary>
    Upheld,

    /// <summary>The trainee is right in part; a board decides anew, too.</summary>
    PartlyUpheld,
    Dismissed,
    Withdrawn,
}

public enum AppealVerb
{
    Review,
    Uphold,
    PartlyUphold,
    Dismiss,

    /// <summary>By the trainee, or by staff on the trainee's word.</summary>
    Withdraw,
}

/// <summary>Why a trainee appeals.</summary>
public enum AppealGround
{
    /// <summary>Marks were added up, rounded or carried over wrongly.</summary>
    CalculationError,

    /// <summary>The assessment wasn't held as the rules say.</summary>
    ProcedureNotFollowed,

    /// <summary>Work that was handed in was left out or marked against the wrong criteria.</summary>
    WorkNotConsidered,

    /// <summary>Circumstances that the board didn't know of, and that couldn't be told before.</summary>
    ExtenuatingCircumstances,

    /// <summary>A marker was partial or had a conflict of interests.</summary>
    Bias,
    Other,
}

/// <summary>One row of the table of an appeal's transitions; those that decide it demand a reason.</summary>
public sealed record AppealTransition(AppealVerb Verb, FrozenSet<AppealState> From, AppealState To, bool Decides);

/// <summary>The one table of an appeal's transitions.</summary>
public static class AppealTransitions
{
    public static IReadOnlyList<AppealTransition> All { get; } =
    [
        new(AppealVerb.Review, [AppealState.Lodged], AppealState.UnderReview, Decides: false),
        new(AppealVerb.Uphold, [AppealState.UnderReview], AppealState.Upheld, Decides: true),
        new(AppealVerb.PartlyUphold, [AppealState.UnderReview], AppealState.PartlyUpheld, Decides: true),
        new(AppealVerb.Dismiss, [AppealState.UnderReview], AppealState.Dismissed, Decides: true),
        new(AppealVerb.Withdraw, [AppealState.Lodged, AppealState.UnderReview], AppealState.Withdrawn, Decides: false),
    ];

    public static AppealTransition Of(AppealVerb verb) => All.First(row => row.Verb == verb);

    /// <summary>Whether somebody still has to decide.</summary>
    public static bool IsOpen(this AppealState state) => state is AppealState.Lodged or AppealState.UnderReview;
}
