using Enrollment.Pipeline;

namespace Enrollment.Admissions;

public static class ApplicationErrors
{
    internal const string NotEligibleCode = "not_eligible";

    public static Refusal AlreadyApplied { get; } =
        Refusal.Conflict(
            "already_applied",
            "This person has an application to this cohort already. Go on with that one; a person applies once per cohort."
        );

    public static Refusal WrongState(ApplicationVerb verb, ApplicationState state) =>
        Refusal.Conflict(
            "transition_not_allowed",
            $"'{verb}' isn't possible while the application is {state}. "
                + "Read the application: its 'transitions' name what is."
        );

    public static Refusal WindowNotOpen(DateTimeOffset opensAt) =>
        Refusal.Rule("window_not_open", $"Applications can be submitted from {opensAt:yyyy-MM-dd'T'HH:mm:ss'Z'} on.");

    public static Refusal WindowClosed(DateTimeOffset closedAt) =>
        Refusal.Rule(
            "window_closed",
            $"The application window closed at {closedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}. Choose a cohort that is open."
        );

    public static Refusal WindowStillOpen { get; } =
        Refusal.Rule("window_still_open", "A draft is closed as not sent only after the application window.");

    public static Refusal OfferHasExpired(DateTimeOffset expiredAt) =>
        Refusal.Rule(
            "offer_expired",
            $"The offer expired at {expiredAt:yyyy-MM-dd'T'HH:mm:ss'Z'}. Ask the registrar for another one."
        );

    public static Refusal OfferNotExpired(DateTimeOffset expiresAt) =>
        Refusal.Rule("offer_not_expired", $"The offer stands until {expiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}.");

    public static Refusal ExpiryInPast { get; } =
        Refusal.Rule(
            "expiry_in_past",
            "The offer would expire before it is made.",
            new FieldProblem("offerExpiresOn", "expiry_in_past", "Give today or a later day.")
        );

    public static Refusal NotADraft { get; } =
        Refusal.Conflict("not_a_draft", "The application was sent, so its text can't change any more.");

    public static Refusal AlreadyEnrolled { get; } =
        Refusal.Conflict("already_enrolled", "This person is enrolled in this cohort already.");

    public static Refusal NotEligible(ApplicationVerb verb, IReadOnlyList<IneligibilityReason> reasons) =>
        Refusal.Rule(
            NotEligibleCode,
            "The applicant doesn't meet what the course demands; every reason stands in 'problems'. "
                + (
                    verb == ApplicationVerb.Offer
                        ? "Correct the facts, or say in 'eligibilityWaiver' why the offer is made nevertheless."
                        : "Correct the facts where they are wrong, then send it again."
                ),
            [
                .. reasons.Select(reason => new FieldProblem(
                    reason.Field,
                    reason.Code,
                    $"Demanded: {reason.Demanded}. Found: {reason.Found}."
                )),
            ]
        );

    public static Refusal Fields(IReadOnlyList<FieldProblem> problems) =>
        new(
            RefusalKind.Invalid,
            "invalid_request",
            "The fields don't fit this transition; each is named in 'problems'."
        )
        {
            Problems = problems,
        };

    public static Refusal TooManyOpen(int most) =>
        Refusal.Rule(
            "too_many_open_choices",
            $"This admission round allows {most} open applications at a time. Withdraw one of them first."
        );

    public static Refusal TooManyChoices(int most) =>
        Refusal.Rule(
            "too_many_choices",
            $"This admission round allows {most} applications in all, and they are used up. Go on with one of them."
        );

    public static Refusal NotHeadOfWaitingList(Guid head) =>
        Refusal.Conflict(
            "not_head_of_waiting_list",
            $"The application '{head}' waits before this one. Offer to it first, or place this one before it, with a "
                + "reason."
        );

    public static Refusal NotWaitingTogether { get; } =
        Refusal.Rule(
            "not_waiting_together",
            "Both applications must be on the waiting list of the same cohort.",
            new FieldProblem("beforeId", "not_waiting_together", "Name another application that waits for this cohort.")
        );

    public static Refusal DeferralNeedsLaterCohort { get; } =
        Refusal.Rule(
            "deferral_needs_later_cohort",
            "An offer is kept for a cohort of the same course that starts later.",
            new FieldProblem("toCohortId", "deferral_needs_later_cohort", "Name a later cohort of the same course.")
        );

    public static Refusal NoSuchCondition(int position) =>
        new(
            RefusalKind.NotFound,
            "condition_not_found",
            $"The offer has no condition {position}. List its conditions."
        );

    public static Refusal ConditionsNotOpen(ApplicationState state) =>
        Refusal.Conflict(
            "conditions_not_open",
            $"The conditions of an offer are judged while it is outstanding or accepted; the application is {state}."
        );
}
