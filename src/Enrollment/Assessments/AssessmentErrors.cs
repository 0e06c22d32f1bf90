using System.Globalization;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

public static class AssessmentErrors
{
    public static Refusal SchemeAddedMeanwhile { get; } =
        Refusal.Conflict("scheme_added_meanwhile", "Another scheme was added at the same moment. Send it again.");

    public static Refusal SchemeFrozen { get; } =
        Refusal.Conflict(
            "scheme_frozen",
            "Marks were entered under this scheme, so it can't change any more. Create the next scheme of the course."
        );

    public static Refusal ComponentsInUse { get; } =
        Refusal.Conflict(
            "components_in_use",
            "Deadlines, extensions or claims of circumstances refer to this scheme's components. Lift the deadlines, or "
                + "create the next scheme of the course."
        );

    public static Refusal CohortWithoutScheme { get; } =
        Refusal.Rule(
            "cohort_without_scheme",
            "The cohort has no assessment scheme. Set its schemeId first.",
            new FieldProblem("schemeId", "cohort_without_scheme", "Set the cohort's schemeId first.")
        );

    public static Refusal MeetingSealed { get; } =
        Refusal.Conflict(
            "minutes_sealed",
            "The minutes of this meeting are sealed. Decide anew in another meeting, with minutes of its own."
        );

    public static Refusal MinutesNumberTaken(string number) =>
        Refusal.Conflict(
            "minutes_number_taken",
            $"The center has minutes with the number '{number}' already. Choose another number."
        );

    public static Refusal HeldInFuture { get; } =
        Refusal.Rule(
            "board_in_future",
            "A board meeting that has yet to be held can't have minutes.",
            new FieldProblem("heldOn", "board_in_future", "Give a date that isn't after today at the center.")
        );

    public static Refusal NothingDecided { get; } =
        Refusal.Rule("nothing_decided", "The meeting holds no decision. Record decisions before sealing its minutes.");

    public static Refusal NoResult(Guid enrollmentId) => Refusal.NotFound("result", enrollmentId);

    internal static FieldProblem MarkOutOfRange(string field, decimal most) =>
        new(
            field,
            "mark_out_of_range",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The mark must lie between 0 and {most} with at most two decimals."
            )
        );

    /// <summary>Why a record takes no marks; null where it does.</summary>
    public static FieldProblem? RecordClosed(string state) =>
        state switch
        {
            "Cancelled" => new FieldProblem(
                "enrollmentId",
                "enrollment_cancelled",
                "This enrollment was cancelled: it never started."
            ),
            "Transferred" => new FieldProblem(
                "enrollmentId",
                "enrollment_transferred",
                "The trainee went over to another cohort: enter the mark there."
            ),
            _ => null,
        };
}
