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
            $"'{verb.Wire()}' isn't possible while the application is '{state.Wire()}'. "
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

    public static Refusal ExpiryAfterCohort(DateOnly endsOn) =>
        Refusal.Rule(
            "expiry_after_cohort",
            $"The cohort ends on {endsOn:yyyy-MM-dd}; an offer can't be accepted after that.",
            new FieldProblem("offerExpiresOn", "expiry_after_cohort", $"Give {endsOn:yyyy-MM-dd} or an earlier day.")
        );

    public static Refusal CohortOver(DateOnly endsOn) =>
        Refusal.Rule(
            "cohort_over",
            $"The cohort ended on {endsOn:yyyy-MM-dd} and takes nobody any more. Choose a later cohort of the course."
        );

    /// <summary>Rule 7 has the list end with free seats, so waiting for one is a deliberate act.</summary>
    public static Refusal SeatsFree { get; } =
        Refusal.Rule(
            "seats_free",
            "The cohort has free seats and nobody waits for them. Offer one, or leave the application where it is. With "
                + "'despiteFreeSeats' it goes on the list, whose head is offered a free seat within seconds.",
            new FieldProblem("despiteFreeSeats", "seats_free", "Send true to put it on the list nevertheless.")
        );

    /// <summary>For the applicant: raising the capacity isn't theirs to do.</summary>
    public static Refusal LastSeatTaken { get; } =
        Refusal.Conflict(
            "cohort_full",
            "The last place of this cohort was taken by somebody else. Your offer stands until its last day: ask the "
                + "center whether a place becomes free."
        );

    public static Refusal EnrollmentStands { get; } =
        Refusal.Conflict(
            "enrollment_stands",
            "The applicant is a trainee of the cohort. Cancel the enrollment first, whose id is the application's "
                + "'enrollmentId'; only one that never started can be undone so."
        );

    /// <summary>Of an application to a later cohort that keeps a deferred offer.</summary>
    public static Refusal KeptGoesOn(Guid keptId, ApplicationState state) =>
        Refusal.Conflict(
            "deferred_application_goes_on",
            $"The application '{keptId}' to the later cohort, which keeps the offer, is '{state.Wire()}' by now. End that "
                + "one first, or go on with it."
        );

    public static Refusal ForRegistrars(string field) =>
        Fields([new FieldProblem(field, "field_forbidden", $"The field '{field}' is for registrars. Leave it out.")]);

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
                        : "Correct the facts where they are wrong, then send it again; a registrar can send it with a waiver."
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
            $"The conditions of an offer are judged while it is outstanding or accepted; the application is '{state.Wire()}'."
        );
}
