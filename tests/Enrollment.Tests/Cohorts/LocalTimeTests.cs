using System.Globalization;
using CsCheck;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Sessions;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Cohorts;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class LocalTimeTests
{
    [Theory]
    // Almaty left UTC+6 for UTC+5 at the start of 2024-03-01: the last hour of February came twice.
    [InlineData("Asia/Almaty", "2024-02-29", "09:00", "2024-02-29T03:00:00Z")]
    [InlineData("Asia/Almaty", "2024-02-29", "23:30", "2024-02-29T17:30:00Z")]
    [InlineData("Asia/Almaty", "2024-03-01", "00:00", "2024-02-29T19:00:00Z")]
    [InlineData("Asia/Almaty", "2024-03-01", "09:00", "2024-03-01T04:00:00Z")]
    // The clock jumps from 02:00 to 03:00.
    [InlineData("Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T00:59:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "02:00", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "02:59", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00:00Z")]
    // From 02:00 to 03:00 the clock goes twice.
    [InlineData("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z")]
    // The clock jumps over midnight.
    [InlineData("America/Havana", "2025-03-09", "00:30", "2025-03-09T05:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2025-10-05", "02:15", "2025-10-04T15:30:00Z")]
    [InlineData("Asia/Kathmandu", "2026-01-01", "00:00", "2025-12-31T18:15:00Z")]
    public void A_time_is_the_first_instant_that_shows_it_or_that_of_the_jump(
        string zone,
        string day,
        string time,
        string instant
    ) =>
        LocalTime
            .Of(
                DateOnly.Parse(day, CultureInfo.InvariantCulture),
                TimeOnly.Parse(time, CultureInfo.InvariantCulture),
                zone
            )
            .ShouldBe(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));

    static readonly string[] zones =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/')),
    ];

    /// <summary>The clock of every zone is asked, minute by minute, when it first shows the time or a later one.</summary>
    [Fact]
    public void A_time_is_where_the_clock_first_reaches_it_in_any_zone() =>
        Gen.Select(
                Gen.Int[0, zones.Length - 1],
                Gen.Int[new DateOnly(2000, 1, 1).DayNumber, new DateOnly(2036, 12, 31).DayNumber],
                Gen.Int[0, 1439]
            )
            .Sample(
                (zone, day, minute) => IsFirst(zones[zone], DateOnly.FromDayNumber(day), minute),
                iter: 1_000,
                print: pick => $"{zones[pick.Item1]} {DateOnly.FromDayNumber(pick.Item2):yyyy-MM-dd} {pick.Item3}"
            );

    /// <summary>Days on which a clock changes are few, so those of some zones are looked for.</summary>
    [Theory]
    [InlineData("Asia/Almaty")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Havana")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Africa/Cairo")]
    [InlineData("Australia/Lord_Howe")]
    public void A_time_is_where_the_clock_first_reaches_it_on_the_days_of_a_change(string zone)
    {
        for (var day = new DateOnly(2017, 1, 1); day.Year < 2027; day = day.AddDays(1))
        {
            if (LocalDay.End(day, zone) - LocalDay.Start(day, zone) == TimeSpan.FromDays(1))
                continue;
            for (var minute = 0; minute < 1440; minute += 15)
                IsFirst(zone, day, minute).ShouldBeTrue($"{zone} {day:yyyy-MM-dd} {minute}");
        }
    }

    [Fact]
    public void A_session_across_midnight_ends_on_the_next_day() =>
        SessionTimes
            .Of(new DateOnly(2026, 3, 10), new TimeOnly(22, 0), new TimeOnly(1, 30), "Asia/Almaty")
            .ShouldBe(
                new SessionTimes(
                    new DateTimeOffset(2026, 3, 10, 17, 0, 0, TimeSpan.Zero),
                    new DateTimeOffset(2026, 3, 10, 20, 30, 0, TimeSpan.Zero)
                )
            );

    [Fact]
    public void A_session_that_ends_at_midnight_ends_with_its_day() =>
        SessionTimes
            .Of(new DateOnly(2026, 3, 10), new TimeOnly(22, 0), TimeOnly.MinValue, "Asia/Almaty")!
            .EndsAt.ShouldBe(LocalDay.End(new DateOnly(2026, 3, 10), "Asia/Almaty"));

    [Fact]
    public void A_session_that_the_clock_jumps_over_never_comes() =>
        SessionTimes
            .Of(new DateOnly(2026, 3, 29), new TimeOnly(2, 10), new TimeOnly(2, 50), "Europe/Berlin")
            .ShouldBeNull();

    static bool IsFirst(string zone, DateOnly day, int minute)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var wanted = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        var (at, end) = (LocalDay.Start(day, zone), LocalDay.End(day, zone));
        // Where the day shows the very time it is that, else where the clock is first past it.
        DateTimeOffset? exact = null;
        DateTimeOffset? past = null;
        for (; at < end; at = at.AddMinutes(1))
        {
            var shown = TimeZoneInfo.ConvertTime(at, info).DateTime;
            if (shown == wanted)
                exact ??= at;
            if (shown >= wanted)
                past ??= at;
        }

        return LocalTime.Of(day, TimeOnly.FromDateTime(wanted), zone) == (exact ?? past ?? end);
    }
}
