using Enrollment.Data;

namespace Enrollment.Cohorts.Sessions;

/// <summary>What recording attendance does to its session.</summary>
public static class SessionAttendance
{
    /// <summary>
    /// With the first attendance a session stays, on its day; called once, by the command that records it, before it does.
    /// </summary>
    /// <exception cref="LostRaceException">The session was changed, or another command recorded the first attendance.</exception>
    internal static Task KeepAsync(Db db, SessionView session, DateTimeOffset now, CancellationToken token) =>
        db.ChangeAsync(
            Keep,
            new
            {
                session.Id,
                session.Version,
                Now = now,
            },
            "session",
            token
        );

    internal static readonly Sql Keep = new(
        """
        UPDATE CohortSessions
        SET AttendedAt = @Now
        WHERE Id = @Id AND Version = @Version AND AttendedAt IS NULL
        """
    );
}
