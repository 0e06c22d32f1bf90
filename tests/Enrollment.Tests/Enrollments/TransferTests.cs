using Enrollment.Assessments;
using Enrollment.Enrollments;
using Enrollment.Tests.Admissions;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments;

/// <summary>Rule 8: a transfer keeps the marks of shared components and needs room.</summary>
public sealed class TransferTests
{
    [Fact]
    public async Task A_transfer_ends_the_old_record_and_keeps_the_marks_of_components_that_both_schemes_have()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        var old = await system.AddSchemeAsync(
            course.VersionId,
            SchemeBuilder.Fields(
                SchemeBuilder.Group("ALL", 100, SchemeBuilder.Component("P1", 50), SchemeBuilder.Component("P2", 50))
            )
        );
        var changed = await system.AddSchemeAsync(
            course.VersionId,
            SchemeBuilder.Fields(
                SchemeBuilder.Group(
                    "ALL",
                    100,
                    SchemeBuilder.Component("P1", 70),
                    SchemeBuilder.Component("P2", 10) with
                    {
                        MaximumMark = 20,
                    },
                    SchemeBuilder.Component("P3", 20)
                )
            )
        );
        var from = await system.AddCohortAsync(f => f with { SchemeId = old.Id }, null, course.VersionId);
        var to = await system.AddCohortAsync(f => f with { SchemeId = changed.Id }, null, course.VersionId);
        var trainee = await system.AddTraineeAsync(from.Id);
        foreach (var component in old.Groups[0].Components)
        {
            var entry = new MarkEntry
            {
                EnrollmentId = trainee,
                ComponentId = component.Id,
                Value = 15.5m,
            };
            await system.DoAsync(new SetMark(entry));
        }

        var moved = await system.DoAsync(new TransferEnrollment(trainee, 1, To(to.Id)));

        (moved.CohortId, moved.State, moved.EnrolledOn).ShouldBe((to.Id, EnrollmentState.Active, BoardBuilder.Today));
        var before = await system.DoAsync(new GetEnrollment(trainee));
        (before.State, before.TransferredToId, before.EndReason).ShouldBe(
            (EnrollmentState.Transferred, moved.Id, "moved")
        );
        var marks = (await system.DoAsync(new ListMarks(to.Id, null, 10))).Items.ShouldHaveSingleItem().Marks;
        var mark = marks.ShouldHaveSingleItem();
        (mark.ComponentId, mark.Value).ShouldBe((changed.Groups[0].Components[0].Id, 15.5m));
        (await system.CohortAsync(from.Id)).PlacesTaken.ShouldBe(0);
        (await system.CohortAsync(to.Id)).PlacesTaken.ShouldBe(1);
        var late = new MarkEntry
        {
            EnrollmentId = trainee,
            ComponentId = old.Groups[0].Components[0].Id,
            Value = 1,
            Version = 1,
            Reason = "Late.",
        };
        (await system.RefusedAsync(new SetMark(late))).Code.ShouldBe("enrollment_transferred");
    }

    [Fact]
    public async Task A_transfer_into_a_full_cohort_or_past_its_waiting_list_changes_nothing()
    {
        await using var system = new TestSystem();
        var (full, _, _) = await WaitingListTests.FullCohortAsync(system, 1);
        var from = await system.AddCohortAsync(null, full.CenterId, full.CourseVersionId);
        var trainee = await system.AddTraineeAsync(from.Id);

        (await RefusalAsync(system, trainee, full.Id)).ShouldBe("waiting_list_first");
        var cohort = await system.CohortAsync(full.Id);
        var zero = await system.AddCohortAsync(f => f with { Capacity = 0 }, full.CenterId, full.CourseVersionId);
        (await RefusalAsync(system, trainee, zero.Id)).ShouldBe("cohort_full");

        var after = await system.DoAsync(new GetEnrollment(trainee));
        (after.State, after.Version, after.TransferredToId).ShouldBe((EnrollmentState.Active, 1, null));
        (await system.CountAsync("Enrollments")).ShouldBe(1);
        (await system.CohortAsync(full.Id)).ShouldBe(cohort);
    }

    [Fact]
    public async Task A_transfer_leads_to_another_cohort_of_the_same_course_in_which_there_is_no_record()
    {
        await using var system = new TestSystem();
        var from = await system.AddCohortAsync();
        var other = await system.AddCohortAsync();
        var same = await system.AddCohortAsync(null, from.CenterId, from.CourseVersionId);
        var person = await system.AddPersonAsync();
        var trainee = await system.AddTraineeAsync(from.Id, person);
        await system.AddTraineeAsync(same.Id, person);

        (await RefusalAsync(system, trainee, other.Id)).ShouldBe("transfer_within_course");
        (await RefusalAsync(system, trainee, from.Id)).ShouldBe("transfer_within_course");
        (await RefusalAsync(system, trainee, same.Id)).ShouldBe("already_enrolled");
    }

    [Theory]
    [InlineData("because", null, "reason")]
    [InlineData("other", null, "note")]
    [InlineData("other", " ", "note")]
    public async Task A_reason_is_a_known_code_and_other_says_which(string reason, string? note, string field)
    {
        await using var system = new TestSystem();
        var from = await system.AddCohortAsync();
        var trainee = await system.AddTraineeAsync(from.Id);
        var end = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = reason,
            Note = note,
        };

        var withdrawal = new ChangeEnrollment(trainee, EnrollmentVerb.Withdraw, null, end);
        (await system.RefusedAsync(withdrawal)).Problems.ShouldHaveSingleItem().Field.ShouldBe(field);
        var transfer = new TransferEnrollment(trainee, null, To(from.Id) with { Reason = reason, Note = note });
        (await system.RefusedAsync(transfer)).Problems.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    static async Task<string> RefusalAsync(TestSystem system, Guid trainee, Guid cohortId) =>
        (await system.RefusedAsync(new TransferEnrollment(trainee, null, To(cohortId)))).Code;

    static TransferInput To(Guid cohortId) =>
        new()
        {
            ToCohortId = cohortId,
            On = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };
}
