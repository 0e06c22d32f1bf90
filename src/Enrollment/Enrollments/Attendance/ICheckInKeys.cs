namespace Enrollment.Enrollments.Attendance;

/// <summary>The keys that check-in codes are made with; the secret behind them stays where it is.</summary>
public interface ICheckInKeys
{
    /// <summary>The session's own key, 32 bytes, the same each time and on every node.</summary>
    byte[] KeyOf(Guid sessionId);
}
