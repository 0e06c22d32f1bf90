namespace Enrollment.Messages;

/// <summary>When a message that could not be delivered is tried again: after growing waits, for about two days.</summary>
public static class RetryPlan
{
    static readonly TimeSpan[] waits =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
    ];

    /// <summary>The attempt after which a message is given up.</summary>
    public static int LastAttempt => waits.Length + 1;

    /// <summary>The wait after so many attempts (1 for the first); null: it is given up.</summary>
    public static TimeSpan? WaitAfter(int attempts) => attempts < LastAttempt ? waits[Math.Max(attempts, 1) - 1] : null;
}
