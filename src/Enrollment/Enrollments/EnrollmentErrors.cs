using Enrollment.Pipeline;

namespace Enrollment.Enrollments;

public static class EnrollmentErrors
{
    public static Refusal WrongState(string verb, EnrollmentState state) =>
        Refusal.Conflict(
            "transition_not_allowed",
            $"'{verb}' isn't possible while the enrollment is '{state.Wire()}'."
        );

    public static Refusal EndedBeforeEnrolled(string field, DateOnly enrolledOn) =>
        Refusal.Rule(
            "ended_before_enrolled",
            $"The trainee enrolled on {enrolledOn:yyyy-MM-dd}; the last day can't lie before.",
            new FieldProblem(field, "ended_before_enrolled", "Give the day of enrollment or a later one.")
        );

    public static Refusal EndsInFuture(string field, DateOnly today) =>
        Refusal.Rule(
            "ends_in_future",
            $"An enrollment ends with a day that has come; at the center it is {today:yyyy-MM-dd}.",
            new FieldProblem(field, "ends_in_future", $"Give {today:yyyy-MM-dd} or an earlier day.")
        );

    public static Refusal TransferWithinCourse { get; } =
        Refusal.Rule(
            "transfer_within_course",
            "A trainee goes over to another cohort of the same course. For another course, withdraw and apply there.",
            new FieldProblem("toCohortId", "transfer_within_course", "Name another cohort of the same course.")
        );

    public static Refusal HasRecordThere(EnrollmentState state) =>
        Refusal.Conflict(
            "already_enrolled",
            $"The person has a record in that cohort already, which is '{state.Wire()}'. Only one that was withdrawn, "
                + "cancelled or transferred is taken up again."
        );

    public static Refusal EnrolledElsewhere(Guid liveId) =>
        Refusal.Conflict(
            "enrolled_elsewhere",
            $"The trainee is enrolled in another cohort of this course: '{liveId}'. Transfer that record to this cohort, "
                + "or end it first."
        );

    public static Refusal ApplicationGoesOn(Guid applicationId) =>
        Refusal.Conflict(
            "application_reopened",
            $"The application '{applicationId}' was reopened, so the enrollment isn't reinstated by itself. Offer the "
                + "place again; accepting it takes this record up."
        );

    public static Refusal EnrolledOnOutside(DateOnly first, DateOnly last) =>
        Refusal.Rule(
            "enrolled_on_outside",
            $"The day of enrollment lies between {first:yyyy-MM-dd} and {last:yyyy-MM-dd}: within the cohort, not after "
                + "today and not after the last day.",
            new FieldProblem(
                "enrolledOn",
                "enrolled_on_outside",
                $"Give a day from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}."
            )
        );

    public static Refusal AttendedBefore(DateOnly heldOn) =>
        Refusal.Rule(
            "attended_before",
            $"Attendance was recorded at a session of {heldOn:yyyy-MM-dd}, so the trainee was enrolled on that day.",
            new FieldProblem("enrolledOn", "attended_before", $"Give {heldOn:yyyy-MM-dd} or an earlier day.")
        );
}
