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
}
