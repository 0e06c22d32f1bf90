using Enrollment.Pipeline;

namespace Enrollment.Assessments.Appeals;

public static class AppealErrors
{
    public static Refusal NothingToAppeal { get; } =
        Refusal.Rule("nothing_to_appeal", "There is no result of this enrollment that could be appealed against.");

    public static Refusal NoMark { get; } =
        Refusal.Rule(
            "nothing_to_appeal",
            "The trainee has no mark in this component.",
            new FieldProblem(
                "componentId",
                "nothing_to_appeal",
                "Name a component that the trainee has a mark in, or leave it out for the whole result."
            )
        );

    public static Refusal NotReleased { get; } =
        Refusal.Rule("results_not_released", "The results of the cohort aren't released yet. Appeal once they are.");

    public static Refusal WindowClosed(DateOnly lastDay) =>
        Refusal.Rule(
            "appeal_window_closed",
            $"Appeals against this result had to be lodged by the end of {lastDay:yyyy-MM-dd} at the center."
        );

    public static Refusal OpenAlready { get; } =
        Refusal.Conflict(
            "appeal_open_already",
            "An appeal against this is open already. Wait for its outcome, or withdraw it first."
        );

    public static Refusal WrongState(AppealVerb verb, AppealState state) =>
        Refusal.Conflict(
            "transition_not_allowed",
            $"'{verb.Wire()}' isn't possible while the appeal is '{state.Wire()}'."
        );

    /// <summary>Rule 19.</summary>
    public static Refusal DecidedByMarker { get; } =
        new(
            RefusalKind.Forbidden,
            "appeal_by_marker",
            "You marked work that this appeal is about. Somebody else has to review and decide it."
        );

    public static Refusal ReasonMissing { get; } =
        Refusal.Rule(
            "reason_missing",
            "The trainee is told why. Give a reason.",
            new FieldProblem("reason", "reason_missing", "Give a reason of 1 to 4,000 characters.")
        );

    public static Refusal ReasonForbidden { get; } =
        Refusal.Rule(
            "reason_not_allowed",
            "Taking an appeal under review decides nothing yet.",
            new FieldProblem("reason", "reason_not_allowed", "Leave the reason out; give it with the outcome.")
        );
}
