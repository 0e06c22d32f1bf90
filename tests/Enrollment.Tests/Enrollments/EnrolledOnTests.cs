using Enrollment.Enrollments;
using Enrollment.Enrollments.Attendance;
using Enrollment.Tests.Enrollments.Attendance;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments;

/// <summary>A registration that came late is dated as it was.</summary>
public sealed class EnrolledOnTests
{
    [Fact]
    public async Task Attendance_before_the_day_of_enrollment_names_the_way_out_which_is_then_open()
    {
        await using var system = new TestSystem();
        var at = await system.AddClassAsync(change: f => f with { HeldOn = new DateOnly(2026, 3, 9) });
        system.Execute($"UPDATE Enrollments SET EnrolledOn = '2026-03-10' WHERE Id = '{at.Trainees[0]}'");
        var entry = at.Entry(AttendanceState.Present);
        var refused = (await system.RecordAsync(at.Session, entry)).ShouldHaveSingleItem().Problem.ShouldNotBeNull();
        refused.Code.ShouldBe("not_enrolled_on_day");
        refused.Message.ShouldContain("correct-enrolled-on");

        var corrected = await system.DoAsync(Correct(at.Trainees[0], new DateOnly(2026, 3, 6)), Callers.Registrar);

        corrected.EnrolledOn.ShouldBe(new DateOnly(2026, 3, 6));
        (await system.RecordAsync(at.Session, entry)).ShouldHaveSingleItem().Problem.ShouldBeNull();
        var details = await system.QueryAsync<string>(
            "SELECT Details FROM AuditEvents WHERE Action = 'enrollment.enrolled-on-corrected'"
        );
        details.ShouldHaveSingleItem().ShouldContain("Came with a note.");
        (await system.RefusedAsync(Correct(at.Trainees[0], BoardBuilder.Today))).Code.ShouldBe("attended_before");
    }

    [Theory]
    [InlineData("2026-03-04")]
    [InlineData("2026-03-11")]
    public async Task A_day_outside_the_cohort_or_to_come_is_refused(string day)
    {
        await using var system = new TestSystem();
        var trainee = await system.AddTraineeAsync((await system.AddCohortAsync()).Id);

        var refusal = await system.RefusedAsync(
            Correct(trainee, DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
        );

        refusal.Code.ShouldBe("enrolled_on_outside");
        refusal.Problems.ShouldHaveSingleItem().Message.ShouldBe("Give a day from 2026-03-05 to 2026-03-10.");
        (await system.RefusedAsync(Correct(trainee, BoardBuilder.Today), Callers.Instructor)).Code.ShouldBe(
            "permission_denied"
        );
    }

    static CorrectEnrolledOn Correct(Guid id, DateOnly day) => new(id, null, day, "Came with a note.");
}
