using Enrollment.Pipeline;

namespace Enrollment.Admissions;

public static class ApplicationErrors
{
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
            "not_eligible",
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
}
