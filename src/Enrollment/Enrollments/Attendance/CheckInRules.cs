using Enrollment.Cohorts.Sessions;
using Enrollment.Pipeline;

namespace Enrollment.Enrollments.Attendance;

/// <summary>When one can check in, and what one is then.</summary>
static class CheckInRules
{
    static readonly TimeSpan early = TimeSpan.FromMinutes(15);

    /// <summary>Why nobody can check in at this time; null where they can: from 15 minutes before the start to the end.</summary>
    internal static Refusal? Problem(SessionView session, DateTimeOffset now)
    {
        if (session.CancelledAt is not null)
            return SessionErrors.Cancelled;
        if (now < session.StartsAt - early)
            return AttendanceErrors.CheckInNotOpen(session.StartsAt - early);
        return now >= session.EndsAt ? AttendanceErrors.CheckInOver : null;
    }

    /// <summary>Present up to the session's grace after its start, then late by the whole minutes since, at least one.</summary>
    internal static (AttendanceState State, int? MinutesLate) Arrival(SessionView session, DateTimeOffset now)
    {
        var late = now - session.StartsAt;
        return late <= TimeSpan.FromMinutes(session.GraceMinutes)
            ? (AttendanceState.Present, null)
            : (AttendanceState.Late, Math.Max(1, (int)late.TotalMinutes));
    }
}
