using System.Collections.Frozen;
using Enrollment.Admissions;

namespace Enrollment.Messages;

/// <summary>The one table of which transition of an application the applicant is written about, and what.</summary>
public static class ApplicationMessages
{
    static readonly FrozenDictionary<(ApplicationVerb Verb, ApplicationState To), MessageKind> kinds = new Dictionary<
        (ApplicationVerb, ApplicationState),
        MessageKind
    >
    {
        [(ApplicationVerb.Submit, ApplicationState.Submitted)] = MessageKind.Submitted,
        [(ApplicationVerb.Interview, ApplicationState.Interviewing)] = MessageKind.InterviewInvited,
        [(ApplicationVerb.Waitlist, ApplicationState.Waitlisted)] = MessageKind.Waitlisted,
        [(ApplicationVerb.Offer, ApplicationState.Offered)] = MessageKind.Offered,
        [(ApplicationVerb.Accept, ApplicationState.Accepted)] = MessageKind.Accepted,
        [(ApplicationVerb.Accept, ApplicationState.Enrolled)] = MessageKind.Enrolled,
        [(ApplicationVerb.MeetConditions, ApplicationState.Enrolled)] = MessageKind.Enrolled,
        [(ApplicationVerb.FailConditions, ApplicationState.ConditionsNotMet)] = MessageKind.ConditionsNotMet,
        [(ApplicationVerb.Decline, ApplicationState.Declined)] = MessageKind.Declined,
        [(ApplicationVerb.Withdraw, ApplicationState.Withdrawn)] = MessageKind.Withdrawn,
        [(ApplicationVerb.Reject, ApplicationState.Rejected)] = MessageKind.Rejected,
        [(ApplicationVerb.ExpireOffer, ApplicationState.OfferExpired)] = MessageKind.OfferExpired,
        [(ApplicationVerb.WithdrawOffer, ApplicationState.OfferWithdrawn)] = MessageKind.OfferWithdrawn,
        [(ApplicationVerb.Defer, ApplicationState.Deferred)] = MessageKind.Deferred,
        [(ApplicationVerb.Close, ApplicationState.NotSent)] = MessageKind.NotSent,
        [(ApplicationVerb.Reopen, ApplicationState.UnderReview)] = MessageKind.Reopened,
    }.ToFrozenDictionary();

    /// <summary>Steps within the center, and the applicant's own at the desk, of which no message tells.</summary>
    internal static FrozenSet<ApplicationVerb> Silent { get; } = [ApplicationVerb.Review, ApplicationVerb.Resume];

    /// <summary>What the applicant is told when the verb has led there; null: nothing.</summary>
    /// <exception cref="ArgumentException">The table neither has the transition nor leaves it out on purpose.</exception>
    public static MessageKind? Of(ApplicationVerb verb, ApplicationState to) =>
        kinds.TryGetValue((verb, to), out var kind) ? kind
        : Silent.Contains(verb) ? null
        : throw new ArgumentException($"Nobody has decided what the applicant hears of '{verb}' to {to}.");
}
