namespace Enrollment.Cohorts;

/// <summary>
/// Days in a center's time zone (rule 1). The zone's rules of that very date apply, so a window that spans a change
/// (Almaty moved from UTC+6 to UTC+5 on 2024-03-01) is right on both sides.
/// </summary>
public static class LocalDay
{
    /// <summary>
    /// The first instant of the day. Where the clock jumps over midnight it is the instant of the jump; where midnight
    /// comes twice it is the first one.
    /// </summary>
    public static DateTimeOffset Start(DateOnly day, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight))
        {
            var firstValid = midnight;
            while (zone.IsInvalidTime(firstValid))
                firstValid = firstValid.AddMinutes(1);
            midnight = firstValid;
        }

        var offset = zone.IsAmbiguousTime(midnight)
            ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        var start = new DateTimeOffset(midnight, offset).ToUniversalTime();
        // The framework overlooks the jump of some zones (Asuncion, Amman and Damascus before they gave up summer time,
        // Scoresbysund in 2020); what the calendar shows decides.
        while (Of(start, zone) < day)
            start = start.AddMinutes(1);
        while (Of(start.AddMinutes(-1), zone) == day)
            start = start.AddMinutes(-1);
        return start;
    }

    /// <summary>The first instant after the day.</summary>
    public static DateTimeOffset End(DateOnly day, string timeZone) => Start(day.AddDays(1), timeZone);

    /// <summary>The date that the calendar shows in the zone.</summary>
    public static DateOnly Of(DateTimeOffset instant, string timeZone) =>
        Of(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone));

    static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
