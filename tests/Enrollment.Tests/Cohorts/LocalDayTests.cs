using CsCheck;
using Enrollment.Cohorts;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Cohorts;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class LocalDayTests
{
    [Theory]
    // Almaty left UTC+6 for UTC+5 at the start of 2024-03-01.
    [InlineData("Asia/Almaty", "2024-02-28", "2024-02-27T18:00:00Z")]
    [InlineData("Asia/Almaty", "2024-02-29", "2024-02-28T18:00:00Z")]
    [InlineData("Asia/Almaty", "2024-03-01", "2024-02-29T19:00:00Z")]
    [InlineData("Asia/Almaty", "2024-03-02", "2024-03-01T19:00:00Z")]
    // The clock jumps over midnight.
    [InlineData("America/Havana", "2025-03-09", "2025-03-09T05:00:00Z")]
    [InlineData("Asia/Beirut", "2025-03-30", "2025-03-29T22:00:00Z")]
    [InlineData("Africa/Cairo", "2025-04-25", "2025-04-24T22:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z")]
    // Midnight comes twice: the first one counts.
    [InlineData("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z")]
    // The clock goes back at midnight, so the hour before it comes twice.
    [InlineData("Asia/Beirut", "2025-10-26", "2025-10-25T22:00:00Z")]
    [InlineData("Africa/Cairo", "2025-10-31", "2025-10-30T22:00:00Z")]
    [InlineData("America/Sao_Paulo", "2019-02-17", "2019-02-17T03:00:00Z")]
    [InlineData("America/Sao_Paulo", "2025-11-02", "2025-11-02T03:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z")]
    public void A_day_starts_at_its_first_instant(string zone, string day, string start)
    {
        var instant = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture);
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        LocalDay.Start(date, zone).ShouldBe(instant);
        LocalDay.Start(date, zone).Offset.ShouldBe(TimeSpan.Zero);
        LocalDay.End(date.AddDays(-1), zone).ShouldBe(instant);
        LocalDay.Of(instant, zone).ShouldBe(date);
        LocalDay.Of(instant.AddTicks(-1), zone).ShouldBe(date.AddDays(-1));
    }

    [Fact]
    public void The_day_on_which_Almaty_changed_its_zone_has_twenty_five_hours() =>
        (
            LocalDay.End(new DateOnly(2024, 2, 29), "Asia/Almaty")
            - LocalDay.Start(new DateOnly(2024, 2, 29), "Asia/Almaty")
        ).ShouldBe(TimeSpan.FromHours(25));

    /// <summary>The calendar of every zone is asked, quarter by quarter, which instant first shows the day.</summary>
    [Fact]
    public void A_day_starts_where_the_calendar_first_shows_it_in_any_zone() =>
        Gen.Select(
                Gen.Int[0, zones.Length - 1],
                Gen.Int[new DateOnly(2000, 1, 1).DayNumber, new DateOnly(2036, 12, 31).DayNumber]
            )
            .Sample(
                (zone, day) => StartsWhereShown(zones[zone], DateOnly.FromDayNumber(day)),
                iter: 2_000,
                print: pick => $"{zones[pick.Item1]} {DateOnly.FromDayNumber(pick.Item2):yyyy-MM-dd}"
            );

    /// <summary>Days on which a clock changes are few, so all of some zones are looked at.</summary>
    [Theory]
    [InlineData("America/Havana")]
    [InlineData("Asia/Beirut")]
    [InlineData("Africa/Cairo")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Asia/Almaty")]
    [InlineData("America/Asuncion")]
    [InlineData("Asia/Tehran")]
    [InlineData("Asia/Gaza")]
    public void A_day_starts_where_the_calendar_first_shows_it_all_year(string zone)
    {
        for (var day = new DateOnly(2017, 1, 1); day.Year < 2027; day = day.AddDays(1))
            StartsWhereShown(zone, day).ShouldBeTrue($"{zone} {day:yyyy-MM-dd}");
    }

    static readonly string[] zones =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/')),
    ];

    static bool StartsWhereShown(string zone, DateOnly day)
    {
        var start = LocalDay.Start(day, zone);
        // A day that a zone left out (Apia crossed the date line in 2011) starts nowhere.
        var noon = new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        var shown = Enumerable
            .Range(-30 * 4, 60 * 4)
            .Select(quarter => noon.AddMinutes(15 * quarter))
            .Cast<DateTimeOffset?>()
            .FirstOrDefault(instant => LocalDay.Of(instant!.Value, zone) == day);
        return shown is null || shown == start;
    }
}
