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
}
