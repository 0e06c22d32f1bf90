using Enrollment.Pipeline;

namespace Enrollment.Assessments.Deadlines;

public static class DeadlineErrors
{
    public static Refusal Unfit(IReadOnlyList<FieldProblem> problems) =>
        Refusal.Rule(
            "deadlines_do_not_fit",
            "Some deadlines don't fit the cohort's scheme; none was set. Each is named in 'problems'.",
            [.. problems]
        );

    public static Refusal ReasonAfterRelease { get; } =
        Refusal.Rule(
            "reason_missing",
            "The results were released, so a change of deadlines needs a reason.",
            new FieldProblem("reason", "reason_missing", "Say why the deadlines change after the release.")
        );

    public static Refusal NoDeadline { get; } =
        Refusal.Rule(
            "no_deadline",
            "The cohort has no deadline for this attempt, so there is nothing to extend. Set the deadline first.",
            new FieldProblem("attempt", "no_deadline", "Set the deadline of this attempt first.")
        );

    public static Refusal NotLater(DateOnly deadline) =>
        Refusal.Rule(
            "extension_not_later",
            "An extension ends after the deadline.",
            new FieldProblem("dueOn", "extension_not_later", $"Give a date after {deadline:yyyy-MM-dd}.")
        );

    public static Refusal NoExtension(Guid componentId) => Refusal.NotFound("extension", componentId);

    internal static FieldProblem NotInScheme(int index) =>
        new(
            $"deadlines[{index}].componentId",
            "component_not_in_scheme",
            "The cohort's scheme has no component with this id."
        );

    internal static FieldProblem GivenTwice(int index) =>
        new($"deadlines[{index}].attempt", "given_twice", "This attempt stands in the list already. Remove one.");

    internal static FieldProblem SubmissionDiffers { get; } =
        new(
            "submittedAt",
            "submission_differs",
            "'submittedAt' falls on another day in the cohort's zone than 'submittedOn'. Give one of them."
        );

    internal static FieldProblem SubmissionInFuture(string field) =>
        new(field, "submission_in_future", "The work can't have been handed in yet then. Give a time that has come.");

    /// <summary>Lateness that sealed minutes stand on.</summary>
    public static Refusal DecidedByBoard(int index, int trainees, string minutes) =>
        Refusal.Conflict(
            "decided_by_board",
            $"The change would make work late or in time of {trainees} trainee(s) on whom the board has decided, as in the "
                + $"sealed minutes {minutes}. Give the others extensions instead; an upheld appeal opens a record again."
        ) with
        {
            Problems =
            [
                new FieldProblem($"deadlines[{index}].dueOn", "decided_by_board", "Leave this deadline as it is."),
            ],
        };

    internal static FieldProblem SubmissionUnplaceable(string field) =>
        new(field, "submission_unplaceable", "Give a time of submission with its year between 1900 and 2999.");
}
