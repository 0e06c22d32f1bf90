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
}
