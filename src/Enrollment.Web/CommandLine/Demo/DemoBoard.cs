using Enrollment.Assessments;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>The people who sit on the demo's boards, and the end of each meeting.</summary>
static class DemoBoard
{
    static readonly MeetingFields fields = new()
    {
        Attendees =
        [
            new Attendee { Name = "Gulnara Abenova", Role = AttendeeRole.Chair },
            new Attendee { Name = "Ерлан Қасымов", Role = AttendeeRole.Member },
            new Attendee { Name = "李伟", Role = AttendeeRole.External },
            new Attendee { Name = "Saule Omarova", Role = AttendeeRole.Secretary },
        ],
        Quorum = 3,
    };

    internal static async Task SealAsync(RequestSender registrar, Guid meetingId)
    {
        var meeting = await registrar.SendAsync(new GetBoardMeeting(meetingId));
        await registrar.SendAsync(new UpdateBoardMeeting(meeting.Id, meeting.Version, fields));
        await registrar.SendAsync(new SealMinutes(meeting.Id));
    }
}
