using Enrollment.Cohorts.Sessions;
using Enrollment.Tests.Testing;

namespace Enrollment.Tests.Cohorts.Sessions;

static class SessionBuilder
{
    /// <summary>On the clock's first day, from 12:00, when the clock starts, to 14:00 in Almaty.</summary>
    internal static SessionFields Fields() =>
        new()
        {
            Title = $"Lathe {TestSystem.NextNumber()}",
            HeldOn = BoardBuilder.Today,
            StartTime = new TimeOnly(12, 0),
            EndTime = new TimeOnly(14, 0),
            Place = "Workshop 2",
            Instructor = "Serik Omarov",
        };

    internal static Task<SessionView> AddSessionAsync(
        this TestSystem system,
        Guid cohortId,
        Func<SessionFields, SessionFields>? change = null
    ) => system.DoAsync(new CreateSession(cohortId, CenterBuilder.Change(Fields(), change)), Callers.Registrar);

    /// <summary>The fields of a session as they stand, to change some of them.</summary>
    internal static SessionFields Fields(SessionView session) =>
        new()
        {
            Title = session.Title,
            HeldOn = session.HeldOn,
            StartTime = session.StartTime,
            EndTime = session.EndTime,
            Place = session.Place,
            Instructor = session.Instructor,
            GraceMinutes = session.GraceMinutes,
        };

    /// <summary>Mondays and Thursdays of March 2026 from 09:00 to 10:30.</summary>
    internal static SessionSeries Series() =>
        new()
        {
            Title = $"Theory {TestSystem.NextNumber()}",
            Weekdays = [DayOfWeek.Monday, DayOfWeek.Thursday],
            Times = [new SessionSpan { StartTime = new TimeOnly(9, 0), EndTime = new TimeOnly(10, 30) }],
            From = new DateOnly(2026, 3, 1),
            To = new DateOnly(2026, 3, 31),
        };
}
