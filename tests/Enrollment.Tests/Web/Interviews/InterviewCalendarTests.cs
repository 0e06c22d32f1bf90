using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Enrollment.Admissions.Interviews;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.Api;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Interviews;

/// <summary>The calendar's file, read by the words of RFC 5545 alone.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed partial class InterviewCalendarTests
{
    static readonly DateTimeOffset now = new(2026, 3, 10, 7, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Asia/Almaty", "2024-02-29T10:00:00Z", "20240229T160000")]
    [InlineData("Asia/Almaty", "2024-02-29T17:59:00Z", "20240229T235900")]
    [InlineData("Asia/Almaty", "2024-02-29T18:00:00Z", "20240229T230000")]
    [InlineData("Asia/Almaty", "2024-03-01T10:00:00Z", "20240301T150000")]
    [InlineData("Asia/Almaty", "2026-06-01T10:00:00Z", "20260601T150000")]
    [InlineData("Europe/Berlin", "2026-03-28T09:00:00Z", "20260328T100000")]
    [InlineData("Europe/Berlin", "2026-03-30T09:00:00Z", "20260330T110000")]
    [InlineData("Europe/Berlin", "2026-10-26T09:00:00Z", "20261026T100000")]
    [InlineData("America/New_York", "2026-11-02T15:00:00Z", "20261102T100000")]
    [InlineData("Asia/Kolkata", "2026-11-02T15:00:00Z", "20261102T203000")]
    public void A_start_stands_in_local_time_and_its_zone_leads_back_to_the_instant(
        string zone,
        string instant,
        string local
    )
    {
        var starts = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

        var lines = Lines(View() with { TimeZone = zone, StartsAt = starts, EndsAt = starts.AddMinutes(30) });

        lines.ShouldContain($"DTSTART;TZID={zone}:{local}");
        if (local != "20240229T230000") // That hour came twice, and a local time alone can't tell which.
            InstantOf(lines, "DTSTART").ShouldBe(starts);
    }

    [Fact]
    public void Any_time_in_any_zone_is_read_back_as_the_instant_that_it_is()
    {
        string[] zones =
        [
            "Asia/Almaty",
            "Asia/Qyzylorda",
            "Europe/Berlin",
            "Europe/London",
            "America/New_York",
            "America/Sao_Paulo",
            "Asia/Tehran",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Pacific/Apia",
            "UTC",
            "America/Asuncion",
        ];
        Gen.Select(Gen.OneOf(zones), Gen.Int[0, 20 * 365 * 24 * 4])
            .Sample(
                (id, quarters) =>
                {
                    var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
                    var starts = new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(15 * quarters);
                    if (zone.IsAmbiguousTime(TimeZoneInfo.ConvertTime(starts, zone)))
                        return;

                    var lines = Lines(View() with { TimeZone = id, StartsAt = starts, EndsAt = starts.AddMinutes(15) });
                    InstantOf(lines, "DTSTART").ShouldBe(starts, $"{id} {starts:O}\n{string.Join('\n', lines)}");
                },
                iter: 400
            );
    }

    [Fact]
    public void Each_change_counts_on_and_a_cancelled_interview_removes_the_entry()
    {
        var booked = Lines(View() with { Version = 1 });
        var moved = Lines(View() with { Version = 2 });
        var cancelled = Lines(View() with { Version = 3, State = BookingState.Freed, Reason = "Ill." });

        booked.ShouldContain("METHOD:PUBLISH");
        booked.ShouldContain("STATUS:CONFIRMED");
        cancelled.ShouldContain("METHOD:CANCEL");
        cancelled.ShouldContain("STATUS:CANCELLED");
        new[] { booked, moved, cancelled }
            .Select(lines => lines.Single(l => l.StartsWith("SEQUENCE:", StringComparison.Ordinal)))
            .ShouldBe(["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2"]);
        new[] { booked, moved, cancelled }
            .Select(lines => lines.Single(l => l.StartsWith("UID:", StringComparison.Ordinal)))
            .Distinct()
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void Names_of_any_script_and_with_any_signs_come_through_a_reader_of_calendars()
    {
        var view = View() with
        {
            CourseTitle = "Токарь; станки, ЧПУ\\программы — 数控机床操作 — تشغيل الآلات",
            Place = "Room 5, \"Blue\"; second floor",
        };

        var text = InterviewCalendar.Write(view, new Uri("https://example.org/"), now).Text;

        var read = Ical.Net.Calendar.Load(text)!.Events.ShouldHaveSingleItem();
        read.Summary.ShouldBe($"Interview: {view.CourseTitle}");
        read.Location.ShouldBe(view.Place);
        text.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
    }

    static InterviewView View() =>
        new()
        {
            Id = Guid.Parse("0190a000-0000-7000-8000-000000000001"),
            State = BookingState.Booked,
            StartsAt = now.AddDays(2),
            EndsAt = now.AddDays(2).AddMinutes(30),
            TimeZone = "Asia/Almaty",
            Place = "Room 12",
            Interviewer = "Gulnara Abenova",
            CourseTitle = "Operation of CNC Machine Tools",
            CenterName = "Almaty Training Center",
            Version = 1,
        };

    /// <summary>Unfolded (RFC 5545, 3.1).</summary>
    static List<string> Lines(InterviewView view) =>
        [
            .. InterviewCalendar
                .Write(view, new Uri("https://example.org/"), now)
                .Text.Replace("\r\n ", "", StringComparison.Ordinal)
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries),
        ];

    /// <summary>The local time by the observance with the latest onset not after it (RFC 5545, 3.6.5).</summary>
    static DateTimeOffset InstantOf(List<string> lines, string property)
    {
        var line = lines.Single(l =>
            l.StartsWith($"{property};", StringComparison.Ordinal)
            || l.EndsWith('Z') && l.StartsWith($"{property}:", StringComparison.Ordinal)
        );
        var local = LocalOf(line.TrimEnd('Z'));
        if (line.EndsWith('Z'))
            return new DateTimeOffset(local, TimeSpan.Zero);

        var observances = new List<(DateTime Onset, TimeSpan To)>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i] is not ("BEGIN:STANDARD" or "BEGIN:DAYLIGHT"))
                continue;

            var part = lines[i..lines.FindIndex(i, l => l.StartsWith("END:", StringComparison.Ordinal))];
            part.ShouldNotContain(l => l.StartsWith("RRULE", StringComparison.Ordinal));
            observances.Add(
                (
                    LocalOf(part.Single(l => l.StartsWith("DTSTART", StringComparison.Ordinal))),
                    OffsetOf(part.Single(l => l.StartsWith("TZOFFSETTO:", StringComparison.Ordinal)))
                )
            );
        }

        var offset = observances.Where(o => o.Onset <= local).MaxBy(o => o.Onset).To;
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    static DateTime LocalOf(string line) =>
        DateTime.ParseExact(line[(line.LastIndexOf(':') + 1)..], "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    static TimeSpan OffsetOf(string line)
    {
        var parts = Offset().Match(line).Groups;
        var size = new TimeSpan(
            int.Parse(parts[2].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(parts[3].ValueSpan, CultureInfo.InvariantCulture),
            0
        );
        return parts[1].Value == "-" ? -size : size;
    }

    [GeneratedRegex(@"([+-])(\d\d)(\d\d)")]
    private static partial Regex Offset();
}
