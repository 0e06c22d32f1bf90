using Enrollment.Assessments;

namespace Enrollment.Tests.Testing;

static class BoardBuilder
{
    /// <summary>The day on which the clock starts, in Almaty.</summary>
    internal static readonly DateOnly Today = new(2026, 3, 10);

    internal static Task<MeetingView> AddMeetingAsync(
        this TestSystem system,
        Guid centerId,
        MeetingKind kind = MeetingKind.Recorded,
        DateOnly? heldOn = null
    ) => system.DoAsync(new HoldBoardMeeting(centerId, $"No. {TestSystem.NextNumber()}", heldOn ?? Today, kind));

    /// <summary>A sealed meeting that decided the same on all.</summary>
    internal static async Task<MeetingView> DecideAsync(
        this TestSystem system,
        Guid centerId,
        IReadOnlyList<Guid> enrollments,
        BoardDecision decision = BoardDecision.Pass,
        DateOnly? heldOn = null
    )
    {
        var meeting = await system.AddMeetingAsync(centerId, heldOn: heldOn);
        var entries = enrollments.Select(id => new DecisionEntry { EnrollmentId = id, Decision = decision }).ToList();
        await system.DoAsync(new RecordDecisions(meeting.Id, entries));
        return await system.DoAsync(new SealMinutes(meeting.Id));
    }

    /// <summary>A chair and a member, no quorum.</summary>
    internal static readonly MeetingFields Attended = new()
    {
        Attendees =
        [
            new Attendee { Name = "Gulnara Abenova", Role = AttendeeRole.Chair },
            new Attendee { Name = "Ерлан Қасымов", Role = AttendeeRole.Member },
        ],
    };

    /// <summary>Enters who was there.</summary>
    internal static async Task<MeetingDetails> AttendAsync(
        this TestSystem system,
        Guid meetingId,
        MeetingFields? fields = null
    )
    {
        var meeting = await system.DoAsync(new GetBoardMeeting(meetingId));
        return await system.DoAsync(new UpdateBoardMeeting(meetingId, meeting.Version, fields ?? Attended));
    }

    internal static async Task<MeetingDetails> SetCohortsAsync(
        this TestSystem system,
        Guid meetingId,
        params Guid[] cohorts
    )
    {
        var meeting = await system.DoAsync(new GetBoardMeeting(meetingId));
        return await system.DoAsync(new SetBoardCohorts(meetingId, meeting.Version, cohorts));
    }

    /// <summary>Enters who was there and seals the minutes.</summary>
    internal static async Task<MeetingView> SealAsync(this TestSystem system, Guid meetingId, int? undecided = null)
    {
        await system.AttendAsync(meetingId);
        return await system.DoAsync(new SealMinutes(meetingId, undecided));
    }
}
