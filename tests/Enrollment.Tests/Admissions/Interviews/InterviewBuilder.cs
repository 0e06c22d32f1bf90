using Enrollment.Admissions;
using Enrollment.Admissions.Interviews;
using Enrollment.Tests.Testing;

namespace Enrollment.Tests.Admissions.Interviews;

static class InterviewBuilder
{
    /// <summary>Two days after the clock's start, from 10:00 to 10:30 in Almaty, to be changed until a day before.</summary>
    internal static InterviewSlotFields Fields() =>
        new()
        {
            StartsAt = TestSystem.Start.AddDays(2).AddHours(-2),
            EndsAt = TestSystem.Start.AddDays(2).AddMinutes(-90),
            Place = "Room 12",
            Interviewer = $"Gulnara Abenova {TestSystem.NextNumber()}",
        };

    internal static async Task<InterviewSlotView> AddSlotAsync(
        this TestSystem system,
        Guid cohortId,
        Func<InterviewSlotFields, InterviewSlotFields>? change = null
    ) => (await system.DoAsync(new CreateInterviewSlots(cohortId, [CenterBuilder.Change(Fields(), change)]))).Items[0];

    internal static Task<ApplicationView> AddInterviewingAsync(this TestSystem system, Guid cohortId) =>
        system.AddApplicationAsync(cohortId, ApplicationState.Interviewing);

    internal static async Task<int> BookedAsync(this TestSystem system, InterviewSlotView slot) =>
        (await system.DoAsync(new GetInterviewSlot(slot.Id))).Booked;
}
