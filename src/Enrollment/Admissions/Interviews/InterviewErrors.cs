using Enrollment.Pipeline;

namespace Enrollment.Admissions.Interviews;

public static class InterviewErrors
{
    public static Refusal NotInterviewing(ApplicationState state) =>
        Refusal.Conflict(
            "not_interviewing",
            $"An interview is booked while the application is 'interviewing'; it is '{state.Wire()}'."
        );

    public static Refusal SlotOfOtherCohort { get; } =
        Refusal.Rule(
            "slot_of_other_cohort",
            "This time is for another cohort. Choose one of the application's cohort."
        );

    public static Refusal SlotFull { get; } =
        Refusal.Conflict("slot_full", "The last place at this time was just taken. Choose another time.");

    public static Refusal SlotCancelled { get; } =
        Refusal.Conflict("slot_cancelled", "This time was cancelled. Choose another one.");

    public static Refusal SlotOver { get; } =
        Refusal.Conflict("slot_over", "This time has begun or is over, so nothing of it changes any more.");

    public static Refusal BookingClosed(DateTimeOffset until) =>
        Refusal.Rule(
            "booking_closed",
            $"This time could be booked until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}. Choose a later one or ask the registrar."
        );

    public static Refusal ChangeClosed(DateTimeOffset until) =>
        Refusal.Rule(
            "change_closed",
            $"The interview could be moved or cancelled until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}. Ask the registrar."
        );

    public static Refusal StartsInPast(int index) =>
        Refusal.Rule(
            "starts_in_past",
            "A time lies in the past.",
            new FieldProblem($"slots[{index}].startsAt", "starts_in_past", "Give a time to come.")
        );

    public static Refusal TimeTaken(int index, string interviewer) =>
        new(
            RefusalKind.Conflict,
            "time_taken",
            $"{interviewer} has a time of this cohort at that instant already. None of the times was made; leave it out."
        )
        {
            Problems =
            [
                new FieldProblem($"slots[{index}].startsAt", "time_taken", "Leave this time out, or give another one."),
            ],
        };

    public static Refusal NotBooked { get; } =
        Refusal.Conflict("not_booked", "No interview is booked for this application.");
}
