using Enrollment.Pipeline;

namespace Enrollment.Assessments.Circumstances;

public static class CircumstanceErrors
{
    public static Refusal NoClaim(Guid id) => Refusal.NotFound("circumstance_claim", id);

    public static Refusal WrongState(ClaimVerb verb, ClaimState state) =>
        Refusal.Conflict(
            "wrong_claim_state",
            $"'{verb.Wire()}' isn't possible any more: the claim is '{state.Wire()}'."
        );

    public static Refusal NotInScheme { get; } =
        Refusal.Rule(
            "component_not_in_scheme",
            "The cohort's scheme has no such component.",
            new FieldProblem("componentId", "component_not_in_scheme", "Name a component of the cohort's scheme.")
        );

    public static Refusal OwnClaim { get; } =
        Refusal.Rule("own_claim", "Nobody decides on a claim of their own. Leave it to another member of the board.");

    public static Refusal DecidedByMarker { get; } =
        Refusal.Rule(
            "decided_by_marker",
            "You marked work that this claim is about. Leave it to a member of the board who didn't."
        );

    public static Refusal RemedyNeedsComponent { get; } =
        Refusal.Rule(
            "remedy_needs_component",
            "The claim is about the whole record, which has no one deadline and no one attempt.",
            new FieldProblem(
                "remedy",
                "remedy_needs_component",
                "Give None, or have it lodged for the component that it is about."
            )
        );
}
