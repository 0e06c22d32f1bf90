using Enrollment.Pipeline;

namespace Enrollment.Enrollments;

public static class EnrollmentErrors
{
    public static Refusal WrongState(string verb, EnrollmentState state) =>
        Refusal.Conflict("transition_not_allowed", $"'{verb}' isn't possible while the enrollment is {state}.");

    public static Refusal EndedBeforeEnrolled(string field, DateOnly enrolledOn) =>
        Refusal.Rule(
            "ended_before_enrolled",
            $"The trainee enrolled on {enrolledOn:yyyy-MM-dd}; the last day can't lie before.",
            new FieldProblem(field, "ended_before_enrolled", "Give the day of enrollment or a later one.")
        );

    public static Refusal TransferWithinCourse { get; } =
        Refusal.Rule(
            "transfer_within_course",
            "A trainee goes over to another cohort of the same course. For another course, withdraw and apply there.",
            new FieldProblem("toCohortId", "transfer_within_course", "Name another cohort of the same course.")
        );

    public static Refusal HasRecordThere { get; } =
        Refusal.Conflict(
            "already_enrolled",
            "The person has a record in that cohort already. Reinstate that one if it has ended."
        );
}
