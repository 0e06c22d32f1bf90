using Enrollment.Admissions.Interviews;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Enrollment.Web.Api;

/// <summary>
/// An interview as an iCalendar file (RFC 5545, with the methods of RFC 5546). Each file of an interview has the same UID
/// and a SEQUENCE that has grown with each change, so a calendar that imports a later one moves its entry or removes it.
/// </summary>
static class InterviewCalendar
{
    /// <summary>What calendars have taken from it: further onsets than these don't touch an entry.</summary>
    static readonly TimeSpan around = TimeSpan.FromDays(400);

    /// <param name="view">The interview.</param>
    /// <param name="publicAddress">Stands for the organizer, who has no mailbox here.</param>
    /// <param name="now">The moment at which the file is made.</param>
    internal static (string Method, string Text) Write(InterviewView view, Uri publicAddress, DateTimeOffset now)
    {
        var isBooked = view.State == BookingState.Booked;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(view.TimeZone);
        var calendar = new Calendar { Method = isBooked ? CalendarMethods.Publish : CalendarMethods.Cancel };
        calendar.AddTimeZone(ZoneAround(zone, view.StartsAt));
        calendar.Events.Add(
            new CalendarEvent
            {
                Uid = view.Id.ToString("D"),
                Sequence = view.Version - 1,
                Status = isBooked ? EventStatus.Confirmed : EventStatus.Cancelled,
                DtStamp = new CalDateTime(now.UtcDateTime),
                Start = Local(view.StartsAt, zone),
                End = Local(view.EndsAt, zone),
                Summary = $"Interview: {view.CourseTitle}",
                Description = isBooked ? $"Interviewer: {view.Interviewer}" : view.Reason,
                Location = view.Place ?? view.Link,
                Url = view.Link is null ? null : new Uri(view.Link),
                Organizer = new Organizer { CommonName = view.CenterName, Value = publicAddress },
            }
        );
        return (calendar.Method, new CalendarSerializer().SerializeToString(calendar)!);
    }

    static CalDateTime Local(DateTimeOffset instant, TimeZoneInfo zone) =>
        new(TimeZoneInfo.ConvertTime(instant, zone).DateTime, zone.Id);

    /// <summary>
    /// The zone's offsets around the interview, each with its onset. The library's own table describes a single change,
    /// such as Almaty's of 2024-03-01, as one of every year, and has nothing before it.
    /// </summary>
    static VTimeZone ZoneAround(TimeZoneInfo zone, DateTimeOffset instant)
    {
        var (at, last) = (Day(instant - around), instant + around);
        var described = new VTimeZone(zone.Id);
        described.Children.Add(Observance(zone, at, zone.GetUtcOffset(at)));
        for (var offset = zone.GetUtcOffset(at); at < last; at = at.AddDays(1))
        {
            if (zone.GetUtcOffset(at.AddDays(1)) == offset)
                continue;

            var onset = Onset(zone, at, at.AddDays(1));
            described.Children.Add(Observance(zone, onset, offset));
            offset = zone.GetUtcOffset(at.AddDays(1));
        }

        return described;
    }

    static DateTimeOffset Day(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>The first instant of the new offset, by halves.</summary>
    static DateTimeOffset Onset(TimeZoneInfo zone, DateTimeOffset before, DateTimeOffset after)
    {
        var old = zone.GetUtcOffset(before);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
            if (zone.GetUtcOffset(middle) == old)
                before = middle;
            else
                after = middle;
        }

        return after;
    }

    /// <summary>The onset stands in the local time of the offset before it (RFC 5545, 3.6.5).</summary>
    static VTimeZoneInfo Observance(TimeZoneInfo zone, DateTimeOffset onset, TimeSpan from)
    {
        var to = zone.GetUtcOffset(onset);
        return new VTimeZoneInfo(zone.IsDaylightSavingTime(onset) ? Components.Daylight : Components.Standard)
        {
            Start = new CalDateTime(onset.ToOffset(from).DateTime),
            OffsetFrom = new UtcOffset(from),
            OffsetTo = new UtcOffset(to),
        };
    }
}
