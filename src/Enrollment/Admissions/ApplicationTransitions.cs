using System.Collections.Frozen;
using Enrollment.Accounts;

namespace Enrollment.Admissions;

/// <summary>The fields that a transition can take.</summary>
[Flags]
public enum TransitionFields
{
    None = 0,
    Reason = 1,
    OfferExpiresOn = 2,
    Conditions = 4,
    ToCohortId = 8,
    EligibilityWaiver = 16,
    DespiteFreeSeats = 32,
}

/// <summary>
/// One row of the table: who may do it, from where to where, and with which fields. A field that is neither demanded
/// nor allowed is forbidden.
/// </summary>
public sealed record ApplicationTransition(
    ApplicationVerb Verb,
    FrozenSet<ApplicationState> From,
    ApplicationState To,
    Permission Permission,
    TransitionFields Demands,
    TransitionFields Allows
)
{
    /// <summary>Where it leads when the offer has conditions; as <see cref="To"/> unless named.</summary>
    public ApplicationState ToIfConditional { get; init; } = To;

    /// <summary>Of the allowed fields, those that are for whoever decides applications.</summary>
    public TransitionFields ForDeciders { get; init; }

    /// <summary>The fields that the caller may leave out or send.</summary>
    public TransitionFields AllowsTo(Caller caller) =>
        caller.May(Permission.DecideApplications) ? Allows : Allows & ~ForDeciders;

    public ApplicationState Target(bool conditional) => conditional ? ToIfConditional : To;
}

/// <summary>
/// The one table of an application's transitions. The pipeline, the pages, the API and the tests read it, and nothing
/// sets a state around it.
/// </summary>
public static class ApplicationTransitions
{
    const ApplicationState draft = ApplicationState.Draft;
    const ApplicationState submitted = ApplicationState.Submitted;
    const ApplicationState review = ApplicationState.UnderReview;
    const ApplicationState interviewing = ApplicationState.Interviewing;
    const ApplicationState waitlisted = ApplicationState.Waitlisted;
    const ApplicationState offered = ApplicationState.Offered;
    const ApplicationState accepted = ApplicationState.Accepted;
    const ApplicationState enrolled = ApplicationState.Enrolled;
    const ApplicationState deferred = ApplicationState.Deferred;
    const ApplicationState rejected = ApplicationState.Rejected;
    const ApplicationState withdrawn = ApplicationState.Withdrawn;
    const ApplicationState declined = ApplicationState.Declined;
    const ApplicationState expired = ApplicationState.OfferExpired;
    const ApplicationState offerWithdrawn = ApplicationState.OfferWithdrawn;
    const ApplicationState conditionsNotMet = ApplicationState.ConditionsNotMet;

    public static IReadOnlyList<ApplicationTransition> All { get; } =
    [
        ByApplicant(ApplicationVerb.Submit, submitted, draft) with
        {
            Allows = TransitionFields.EligibilityWaiver,
            ForDeciders = TransitionFields.EligibilityWaiver,
        },
        ByRegistrar(ApplicationVerb.Review, review, submitted),
        ByRegistrar(ApplicationVerb.Interview, interviewing, submitted, review),
        ByRegistrar(ApplicationVerb.Waitlist, waitlisted, submitted, review, interviewing) with
        {
            Allows = TransitionFields.DespiteFreeSeats,
        },
        ByRegistrar(ApplicationVerb.Offer, offered, submitted, review, interviewing, waitlisted) with
        {
            Demands = TransitionFields.OfferExpiresOn,
            Allows = TransitionFields.Conditions | TransitionFields.EligibilityWaiver,
        },
        ByApplicant(ApplicationVerb.Accept, enrolled, offered) with
        {
            ToIfConditional = accepted,
        },
        ByRegistrar(ApplicationVerb.MeetConditions, enrolled, accepted),
        ByRegistrar(ApplicationVerb.FailConditions, conditionsNotMet, accepted) with
        {
            Demands = TransitionFields.Reason,
        },
        ByApplicant(ApplicationVerb.Decline, declined, offered) with
        {
            Allows = TransitionFields.Reason,
        },
        ByApplicant(ApplicationVerb.Withdraw, withdrawn, submitted, review, interviewing, waitlisted, accepted) with
        {
            Allows = TransitionFields.Reason,
        },
        ByRegistrar(ApplicationVerb.Reject, rejected, submitted, review, interviewing, waitlisted) with
        {
            Demands = TransitionFields.Reason,
        },
        ByRegistrar(ApplicationVerb.ExpireOffer, expired, offered),
        ByRegistrar(ApplicationVerb.WithdrawOffer, offerWithdrawn, offered) with
        {
            Demands = TransitionFields.Reason,
        },
        ByRegistrar(ApplicationVerb.Defer, deferred, offered, accepted) with
        {
            Demands = TransitionFields.Reason | TransitionFields.ToCohortId,
            Allows = TransitionFields.OfferExpiresOn,
        },
        ByRegistrar(ApplicationVerb.Close, ApplicationState.NotSent, draft),
        ByRegistrar(
            ApplicationVerb.Reopen,
            review,
            interviewing,
            waitlisted,
            enrolled,
            deferred,
            rejected,
            withdrawn,
            declined,
            expired,
            offerWithdrawn,
            conditionsNotMet
        ) with
        {
            Demands = TransitionFields.Reason,
        },
        ByApplicant(ApplicationVerb.Resume, draft, ApplicationState.NotSent),
    ];

    static readonly FrozenDictionary<ApplicationVerb, ApplicationTransition> byVerb = All.ToFrozenDictionary(row =>
        row.Verb
    );

    public static ApplicationTransition Of(ApplicationVerb verb) => byVerb[verb];

    /// <summary>What the caller may do next, the rules about time aside.</summary>
    public static IEnumerable<ApplicationTransition> OpenTo(Caller caller, ApplicationState state) =>
        All.Where(row => row.From.Contains(state) && caller.May(row.Permission));

    static ApplicationTransition ByApplicant(
        ApplicationVerb verb,
        ApplicationState to,
        params ApplicationState[] from
    ) => new(verb, from.ToFrozenSet(), to, Permission.Apply, TransitionFields.None, TransitionFields.None);

    static ApplicationTransition ByRegistrar(
        ApplicationVerb verb,
        ApplicationState to,
        params ApplicationState[] from
    ) => new(verb, from.ToFrozenSet(), to, Permission.DecideApplications, TransitionFields.None, TransitionFields.None);
}
