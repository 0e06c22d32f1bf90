using Enrollment.Assessments;
using Enrollment.Enrollments.Attendance;
using Enrollment.Tests.Cohorts.Sessions;
using Enrollment.Tests.Enrollments.Attendance;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class AttendanceResultTests
{
    [Fact]
    public async Task A_result_waits_only_where_it_hangs_on_sessions_that_nobody_recorded()
    {
        await using var system = new TestSystem();
        var scheme = SchemeBuilder.Fields(
            SchemeBuilder.Group(
                "ALL",
                100,
                SchemeBuilder.Component("TERM", 100) with
                {
                    WhenMissing = MissingRule.Zero,
                }
            )
        ) with
        {
            PassMark = 0,
            MeritMark = null,
            DistinctionMark = null,
            MinimumAttendance = 50,
        };
        var c = await system.AddClassAsync(trainees: 4, scheme: scheme);
        var second = await system.AddSessionAsync(c.Cohort.Id);
        var third = await system.AddSessionAsync(c.Cohort.Id);
        // The first trainee was at two of three, the second at none, the third's third session decides, the fourth at one
        // of the two that count.
        var (present, absent, excused) = (AttendanceState.Present, AttendanceState.Absent, AttendanceState.Excused);
        await system.RecordAsync(
            c.Session,
            c.Entry(present),
            c.Entry(absent, 1),
            c.Entry(present, 2),
            c.Entry(excused, 3)
        );
        await system.RecordAsync(second, c.Entry(present), c.Entry(absent, 1), c.Entry(absent, 2), c.Entry(present, 3));
        system.Clock.Advance(TimeSpan.FromHours(3));

        (await OutcomesAsync()).ShouldBe([Outcome.Pass, Outcome.Fail, Outcome.Incomplete, Outcome.Pass]);

        await system.RecordAsync(third, c.Entry(absent, 2), c.Entry(absent, 3));

        (await OutcomesAsync()).ShouldBe([Outcome.Pass, Outcome.Fail, Outcome.Fail, Outcome.Pass]);

        async Task<IEnumerable<Outcome>> OutcomesAsync()
        {
            await system.DoAsync(new ComputeResults(c.Cohort.Id));
            var results = (await system.DoAsync(new ListResults(c.Cohort.Id, null, null, 10))).Items;
            return c.Trainees.Select(id => results.Single(r => r.EnrollmentId == id).Outcome);
        }
    }
}
