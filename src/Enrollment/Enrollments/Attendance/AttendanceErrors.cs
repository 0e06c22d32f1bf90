using System.Globalization;
using Enrollment.Pipeline;

namespace Enrollment.Enrollments.Attendance;

public static class AttendanceErrors
{
    public static Refusal BeforeItsDay(DateOnly heldOn) =>
        Refusal.Rule(
            "session_to_come",
            $"The session is held on {heldOn:yyyy-MM-dd}. Record attendance on that day or later."
        );

    public static Refusal CheckInNotOpen(DateTimeOffset from) =>
        Refusal.Rule("check_in_not_open", $"Check-in opens at {from:yyyy-MM-dd'T'HH:mm:ss'Z'}. Try again then.");

    public static Refusal CheckInOver { get; } =
        Refusal.Rule("check_in_over", "The session is over. Ask the instructor to record your attendance.");

    public static Refusal WrongCode { get; } =
        Refusal.Rule(
            "wrong_code",
            "This isn't the session's code, or no longer: it changes every 30 seconds. Enter the one on the screen.",
            new FieldProblem("code", "wrong_code", "Enter the code that the instructor's screen shows now.")
        );

    public static Refusal NotATrainee { get; } =
        new(
            RefusalKind.Forbidden,
            "check_in_by_trainee",
            "Trainees check in themselves, by their own tokens. Staff record attendance."
        );

    public static Refusal NotEnrolledHere { get; } =
        Refusal.Rule(
            "not_enrolled_on_day",
            "You aren't enrolled in this session's cohort on its day. Ask the registrar where that day is wrong."
        );

    internal static FieldProblem NotInCohort { get; } =
        new("enrollmentId", "enrollment_not_in_cohort", "The session's cohort has no enrollment with this id.");

    internal static FieldProblem NeverStarted { get; } =
        new("enrollmentId", "enrollment_cancelled", "This enrollment was cancelled: it never started.");

    internal static FieldProblem NotEnrolledThen(DateOnly from, DateOnly? to) =>
        new(
            "enrollmentId",
            "not_enrolled_on_day",
            to is { } last
                ? $"The trainee was enrolled from {from:yyyy-MM-dd} to {last:yyyy-MM-dd}, so not on the session's day."
                : $"The trainee enrolled on {from:yyyy-MM-dd}, after the session's day. Where that day is wrong, a registrar "
                    + "corrects it: POST /enrollments/{id}/correct-enrolled-on."
        );

    internal static FieldProblem UnknownState { get; } =
        new("state", "unknown_state", "Give present, late, excused or absent.");

    internal static FieldProblem MinutesForbidden(AttendanceState state) =>
        new("minutesLate", "minutes_forbidden", $"'{state.Wire()}' stands without minutes; they go with 'late'.");

    internal static FieldProblem MinutesOutOfRange(int most) =>
        new(
            "minutesLate",
            "minutes_out_of_range",
            string.Create(CultureInfo.InvariantCulture, $"Give 1 to {most} minutes, or leave them out.")
        );

    internal static FieldProblem ReasonMissing { get; } =
        new("reason", "reason_missing", "Say why attendance that was recorded changes.");

    internal static FieldProblem TooLong(string field, int most) =>
        new(
            field,
            "too_long",
            string.Create(CultureInfo.InvariantCulture, $"Give '{field}' in at most {most} characters.")
        );

    internal static FieldProblem Unreadable(string field) =>
        new(field, "control_character", $"'{field}' holds a control character. Remove it.");
}
