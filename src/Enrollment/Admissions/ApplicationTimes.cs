using Enrollment.Cohorts;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>What the rules about time look at, of an application and its cohort.</summary>
readonly record struct ApplicationTimes(
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    DateOnly EndsOn,
    string TimeZone,
    DateTimeOffset? OfferExpiresAt
)
{
    /// <summary>Why a transition can't be at this time, whatever its fields (rules 1 and 7); null where it can.</summary>
    internal Refusal? Forbid(ApplicationVerb verb, bool afterClose, DateTimeOffset now) =>
        verb switch
        {
            ApplicationVerb.Submit when now < OpensAt => ApplicationErrors.WindowNotOpen(OpensAt),
            ApplicationVerb.Submit or ApplicationVerb.Resume when now >= ClosesAt && !afterClose =>
                ApplicationErrors.WindowClosed(ClosesAt),
            ApplicationVerb.Close when now < ClosesAt => ApplicationErrors.WindowStillOpen,
            ApplicationVerb.Accept when now >= OfferExpiresAt => ApplicationErrors.OfferHasExpired(
                OfferExpiresAt.Value
            ),
            ApplicationVerb.ExpireOffer when now < OfferExpiresAt => ApplicationErrors.OfferNotExpired(
                OfferExpiresAt.Value
            ),
            ApplicationVerb.Waitlist
            or ApplicationVerb.Offer
            or ApplicationVerb.Accept
            or ApplicationVerb.MeetConditions when LocalDay.Of(now, TimeZone) > EndsOn => ApplicationErrors.CohortOver(
                EndsOn
            ),
            _ => null,
        };

    /// <summary>Why an offer of a cohort can't last to this day; null where it can.</summary>
    internal static Refusal? ForbidExpiry(DateOnly lastDay, string timeZone, DateOnly endsOn, DateTimeOffset now) =>
        LocalDay.End(lastDay, timeZone) <= now ? ApplicationErrors.ExpiryInPast
        : lastDay > endsOn ? ApplicationErrors.ExpiryAfterCohort(endsOn)
        : null;

    /// <summary>The last day of an offer that nobody gives one for: so many days from today, within the cohort.</summary>
    internal static DateOnly LastDay(DateOnly today, int days, DateOnly endsOn) =>
        today.AddDays(days) is var day && day < endsOn ? day : endsOn;
}
