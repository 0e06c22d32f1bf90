using Enrollment.Pipeline;

namespace Enrollment.Cohorts.Sessions;

public static class SessionErrors
{
    public static Refusal Taken(string title, DateOnly heldOn) =>
        Refusal.Conflict(
            "session_taken",
            $"The cohort has a session '{title}' on {heldOn:yyyy-MM-dd} at this time already. Choose another time or title."
        );

    public static Refusal TimeSkipped(DateOnly heldOn) =>
        Refusal.Rule(
            "time_skipped",
            $"The clock jumps over the whole of this time on {heldOn:yyyy-MM-dd}: it never comes.",
            new FieldProblem("startTime", "time_skipped", "Give a time that the clock shows on that day.")
        );

    public static Refusal SeriesEmpty { get; } =
        Refusal.Rule(
            "series_empty",
            "No day from 'from' to 'to' is one of the weekdays, but for those that are skipped.",
            new FieldProblem("weekdays", "series_empty", "Name a weekday that comes in that time.")
        );

    public static Refusal SeriesTooLong(int most) =>
        Refusal.Rule(
            "series_too_long",
            $"These would be more than {most} sessions.",
            new FieldProblem(
                "to",
                "series_too_long",
                $"Make at most {most} at once: end earlier, and go on from there."
            )
        );

    public static Refusal HasAttendance { get; } =
        Refusal.Conflict(
            "session_has_attendance",
            "Attendance was recorded at this session, so it stays, on its day. Cancel it, and it won't count."
        );

    public static Refusal Cancelled { get; } =
        Refusal.Conflict("session_cancelled", "This session was cancelled. Reinstate it if it is held after all.");

    public static Refusal NotCancelled { get; } =
        Refusal.Conflict("session_not_cancelled", "This session isn't cancelled, so there is nothing to take back.");
}
