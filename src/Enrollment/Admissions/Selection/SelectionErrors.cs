using System.Globalization;
using Enrollment.Pipeline;

namespace Enrollment.Admissions.Selection;

public static class SelectionErrors
{
    public static Refusal NoCriteria(Guid cohortId) =>
        new(
            RefusalKind.NotFound,
            "selection_not_found",
            $"The cohort '{cohortId}' has no selection criteria. Declare them first."
        );

    public static Refusal CriteriaFrozen { get; } =
        Refusal.Conflict(
            "criteria_frozen",
            "Scores were entered under these criteria, so they can't change any more. Create the next ones of the cohort; "
                + "everybody is scored anew then."
        );

    public static Refusal CriteriaOpen { get; } =
        Refusal.Conflict(
            "criteria_open",
            "The cohort has criteria that no score was entered under yet. Change those instead."
        );

    public static Refusal OwnAssignment { get; } =
        new(
            RefusalKind.Forbidden,
            "own_assignment",
            "Nobody makes a reviewer of themselves or leaves by themselves: it would open the scores of others. "
                + "Ask a colleague."
        );

    public static Refusal ApplicationOfOtherCohort(int index) =>
        Refusal.Rule(
            "application_of_other_cohort",
            "An application belongs to another cohort, or there is none with this id.",
            new FieldProblem(
                $"applicationIds[{index}]",
                "application_of_other_cohort",
                "Give the ids of applications to this cohort."
            )
        );

    public static Refusal NotAReviewer { get; } =
        new(
            RefusalKind.Forbidden,
            "not_a_reviewer",
            "This application isn't assigned to you. Ask a registrar to make you its reviewer."
        );

    public static Refusal NotInSelection(ApplicationState state) =>
        Refusal.Conflict("not_in_selection", $"The application is '{state.Wire()}', so it can't be scored.");

    public static Refusal ScoresLocked { get; } =
        Refusal.Conflict(
            "scores_locked",
            "Your scores are in and can't change any more. Start another attempt and say why."
        );

    public static Refusal NothingToSubmit { get; } =
        Refusal.Conflict("no_scores", "You have no scores that wait to be submitted. Enter them first.");

    public static Refusal NotSubmitted { get; } =
        Refusal.Conflict("scores_not_submitted", "Your scores aren't in yet, so you can still change them.");

    public static Refusal Incomplete(IEnumerable<string> criteria) =>
        Refusal.Rule(
            "scores_incomplete",
            "Criteria without a score are named in 'problems'. Score each; 0 is a score.",
            [
                .. criteria.Select(code => new FieldProblem(
                    $"scores.{code}",
                    "score_missing",
                    $"The criterion '{code}' has no score."
                )),
            ]
        );

    public static Refusal Unfit(IReadOnlyList<FieldProblem> problems) =>
        Refusal.Rule("scores_unfit", "Scores that don't fit the criteria are named in 'problems'.", [.. problems]);

    internal static FieldProblem UnknownCriterion(int index) =>
        new($"scores[{index}].criterion", "unknown_criterion", "Give the code of one of the cohort's criteria.");

    internal static FieldProblem OutOfRange(int index, decimal most) =>
        new(
            $"scores[{index}].value",
            "score_out_of_range",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The score must lie between 0 and {most} with at most two decimals."
            )
        );

    public static Refusal OwnScoresPending(int count) =>
        new(
            RefusalKind.Forbidden,
            "own_scores_pending",
            $"You are to score {count} more application(s) of this cohort. The scores of others show once yours are in."
        );

    public static Refusal ApplicantHidden { get; } =
        new(
            RefusalKind.Forbidden,
            "anonymous_selection",
            "Who applied to this cohort is hidden from those who score. Use the list of your reviews."
        );
}
