using Enrollment.Pipeline;

namespace Enrollment.People;

public static class PersonErrors
{
    public static Refusal BornInFuture { get; } =
        Refusal.Rule(
            "born_in_future",
            "The birth date lies in the future.",
            new FieldProblem("birthDate", "born_in_future", "Give a date that isn't after today.")
        );

    public static Refusal AwardedInFuture(int index) =>
        Refusal.Rule(
            "awarded_in_future",
            "A qualification has yet to be awarded. Declare those that were.",
            new FieldProblem(
                $"qualifications[{index}].year",
                "awarded_in_future",
                "Give a year that isn't after the present one."
            )
        );

    public static Refusal Merged(Guid id, Guid survivorId) =>
        Refusal.Conflict(
            "person_merged",
            $"The record '{id}' was merged into '{survivorId}'. Go on with that one, or undo the merge first."
        );

    public static Refusal NumberExists(NationalNumberKind kind) =>
        Refusal.Conflict(
            "national_number_exists",
            $"This person has a number of the kind {kind}. Read it and send its ETag in If-Match to change it."
        );

    public static Refusal NoSuchNumber(NationalNumberKind kind) =>
        new(
            RefusalKind.NotFound,
            "national_number_not_found",
            $"This person has no number of the kind {kind}. Enter it without If-Match, or check country and kind."
        );
}
