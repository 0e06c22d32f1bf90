namespace Enrollment.Admissions;

public enum ApplicationState
{
    Draft,
    Submitted,
    UnderReview,
    Interviewing,
    Waitlisted,

    /// <summary>An offer is outstanding, with conditions or without.</summary>
    Offered,

    /// <summary>A conditional offer was accepted; its conditions are pending.</summary>
    Accepted,

    /// <summary>The applicant is a trainee of the cohort.</summary>
    Enrolled,

    /// <summary>The offer is kept by an application to a later cohort, which came of this one.</summary>
    Deferred,
    Rejected,
    Withdrawn,
    Declined,
    OfferExpired,
    OfferWithdrawn,
    ConditionsNotMet,

    /// <summary>The window closed on a draft.</summary>
    NotSent,
}

/// <summary>What can be done to an application; on the wire each is a verb in lower case with hyphens.</summary>
public enum ApplicationVerb
{
    Submit,
    Review,
    Interview,
    Waitlist,
    Offer,
    Accept,
    MeetConditions,
    FailConditions,
    Decline,
    Withdraw,
    Reject,
    ExpireOffer,
    WithdrawOffer,
    Defer,

    /// <summary>Closes a draft after its window, as never sent.</summary>
    Close,

    /// <summary>
    /// Takes a decision back: the way out of every end but NotSent; of Enrolled once the enrollment was cancelled.
    /// </summary>
    Reopen,

    /// <summary>Makes a draft of what wasn't sent, where the window is open again.</summary>
    Resume,
}

/// <summary>Facts about a state, on which the seats of a cohort depend (rule 6).</summary>
public static class ApplicationStateFacts
{
    /// <summary>1 where the application holds a seat, an offer that is outstanding included.</summary>
    public static int SeatsHeld(this ApplicationState state) =>
        state is ApplicationState.Offered or ApplicationState.Accepted or ApplicationState.Enrolled ? 1 : 0;

    /// <summary>1 where the application takes one of the cohort's places for good.</summary>
    public static int PlacesTaken(this ApplicationState state) =>
        state is ApplicationState.Accepted or ApplicationState.Enrolled ? 1 : 0;

    /// <summary>1 where the application is on the waiting list.</summary>
    public static int Waiting(this ApplicationState state) => state is ApplicationState.Waitlisted ? 1 : 0;

    /// <summary>1 where the application counts as an open choice of its admission round (rule 3).</summary>
    public static int OpenChoices(this ApplicationState state) =>
        state
            is ApplicationState.Submitted
                or ApplicationState.UnderReview
                or ApplicationState.Interviewing
                or ApplicationState.Waitlisted
                or ApplicationState.Offered
                or ApplicationState.Accepted
            ? 1
            : 0;

    /// <summary>Whether the case is still open, so that documents may come.</summary>
    public static bool TakesDocuments(this ApplicationState state) =>
        state is ApplicationState.Draft or ApplicationState.Deferred || state.OpenChoices() == 1;
}
