namespace Enrollment.Enrollments.Attendance;

/// <summary>What was recorded of a trainee at a session. That nothing was is none of these.</summary>
public enum AttendanceState
{
    Present,

    /// <summary>There, but not from the start; counts as attended.</summary>
    Late,

    /// <summary>Absent with a cause that the center accepts; the session doesn't count for the trainee.</summary>
    Excused,
    Absent,
}

/// <summary>How the row came about.</summary>
public enum AttendanceSource
{
    /// <summary>A member of staff entered it.</summary>
    Entry,

    /// <summary>The trainee checked in by the code on the instructor's screen.</summary>
    CheckIn,
}
