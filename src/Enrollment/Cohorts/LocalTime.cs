namespace Enrollment.Cohorts;

/// <summary>Times of day in a center's time zone, by the zone's rules of that very date.</summary>
public static class LocalTime
{
    /// <summary>
    /// The instant at which the clock shows this time on this day. Where the clock jumps over the time it is the instant of
    /// the jump; where the time comes twice it is the first one.
    /// </summary>
    public static DateTimeOffset Of(DateOnly day, TimeOnly time, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var wanted = day.ToDateTime(time);
        var (from, to) = (LocalDay.Start(day, timeZone), LocalDay.End(day, timeZone));
        DateTimeOffset? first = null;
        // A clock that changes on this day shows its times by the offset of the day's start or by that of its end.
        foreach (var edge in new[] { from, to.AddMinutes(-1) })
        {
            var shown = new DateTimeOffset(wanted, zone.GetUtcOffset(edge)).ToUniversalTime();
            if (shown >= from && shown < to && Shows(shown, zone) == wanted && !(first <= shown))
                first = shown;
        }

        if (first is { } found)
            return found;

        var jump = from;
        while (jump < to && Shows(jump, zone) < wanted)
            jump = jump.AddMinutes(1);
        return jump;
    }

    static DateTime Shows(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).DateTime;
}
