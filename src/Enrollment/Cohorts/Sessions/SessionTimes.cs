namespace Enrollment.Cohorts.Sessions;

/// <summary>The instants between which a session is held.</summary>
public sealed record SessionTimes(DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    /// <summary>
    /// From what the clock shows in the zone; an end that isn't after the start is on the next day. Null where the clock
    /// jumps over the whole of it.
    /// </summary>
    public static SessionTimes? Of(DateOnly heldOn, TimeOnly start, TimeOnly end, string timeZone)
    {
        var startsAt = LocalTime.Of(heldOn, start, timeZone);
        var endsAt = LocalTime.Of(end > start ? heldOn : heldOn.AddDays(1), end, timeZone);
        return endsAt > startsAt ? new SessionTimes(startsAt, endsAt) : null;
    }
}
