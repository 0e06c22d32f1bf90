using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Cohorts;

public sealed class CohortTests
{
    [Fact]
    public async Task A_second_cohort_of_the_same_code_is_refused_at_the_center_and_fine_at_another()
    {
        await using var system = new TestSystem();
        var first = await system.AddCohortAsync(f => f with { Code = "SPRING" });
        var fields = CohortBuilder.Fields() with { Code = "SPRING" };

        (await system.RefusedAsync(new CreateCohort(first.CenterId, first.CourseVersionId, fields))).Code.ShouldBe(
            "cohort_code_taken"
        );
        (await system.AddCohortAsync(f => f with { Code = "SPRING" })).Code.ShouldBe("SPRING");
    }

    [Fact]
    public async Task A_cohort_cannot_be_renamed_to_a_code_that_the_center_uses()
    {
        await using var system = new TestSystem();
        var first = await system.AddCohortAsync();
        var second = await system.AddCohortAsync(centerId: first.CenterId);
        var fields = CohortBuilder.Fields(second) with { Code = first.Code };

        var refusal = await system.RefusedAsync(new UpdateCohort(second.Id, second.Version, fields));

        (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Conflict, "cohort_code_taken"));
        (await system.CohortAsync(second.Id)).ShouldBe(second);
    }

    [Fact]
    public async Task The_capacity_cannot_fall_below_what_is_held()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        await system.AddApplicationAsync(cohort.Id, ApplicationState.Enrolled);

        (await TryAsync(1, 0)).ShouldBe("capacity_below_held");
        (await TryAsync(0, 9)).ShouldBe("capacity_below_held");
        (await TryAsync(1, 1)).ShouldBe("changed");

        async Task<string> TryAsync(int capacity, int overbooking)
        {
            var now = await system.CohortAsync(cohort.Id);
            var fields = CohortBuilder.Fields(now) with { Capacity = capacity, Overbooking = overbooking };
            return (await system.SendAsync(new UpdateCohort(now.Id, now.Version, fields), Callers.Registrar))
                    .Refusal
                    ?.Code
                ?? "changed";
        }
    }

    [Fact]
    public async Task Two_who_change_a_cohort_at_once_do_not_overwrite_each_other()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var fields = CohortBuilder.Fields(cohort);

        await system.DoAsync(new UpdateCohort(cohort.Id, cohort.Version, fields with { Capacity = 30 }));
        var refusal = await system.RefusedAsync(
            new UpdateCohort(cohort.Id, cohort.Version, fields with { Capacity = 10 })
        );

        (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Stale, "stale_version"));
        (await system.CohortAsync(cohort.Id)).Capacity.ShouldBe(30);
    }

    [Fact]
    public async Task A_scheme_of_another_course_is_refused()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var other = await system.AddSchemeAsync((await system.AddCourseAsync()).VersionId);
        var fields = CohortBuilder.Fields(cohort) with { SchemeId = other.Id };

        (await system.RefusedAsync(new UpdateCohort(cohort.Id, cohort.Version, fields))).Code.ShouldBe(
            "scheme_of_other_course"
        );
    }

    [Fact]
    public async Task A_centers_code_never_changes()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync();
        var fields = CenterBuilder.Fields();

        (await system.RefusedAsync(new UpdateCenter(center.Id, center.Version, fields))).Code.ShouldBe(
            "center_code_fixed"
        );
    }

    [Theory]
    [InlineData("ALM\n")]
    [InlineData("-ALM")]
    [InlineData("АЛМ")]
    [InlineData("A L")]
    public async Task A_code_that_would_break_a_serial_number_is_refused(string code)
    {
        await using var system = new TestSystem();

        var refusal = await system.RefusedAsync(new CreateCenter(CenterBuilder.Fields() with { Code = code }));

        refusal.Code.ShouldBe("invalid_request");
        refusal.Problems.ShouldHaveSingleItem().Field.ShouldEndWith("code");
    }

    [Fact]
    public async Task A_country_or_a_phone_number_with_a_line_break_is_refused()
    {
        await using var system = new TestSystem();

        (await system.RefusedAsync(new CreateCenter(CenterBuilder.Fields() with { Country = "KZ\n" })))
            .Problems.ShouldHaveSingleItem()
            .Field.ShouldEndWith("country");
        var person = PersonBuilder.Fields() with { Phone = "+77010000000\n" };
        (await system.RefusedAsync(new CreatePerson(person)))
            .Problems.ShouldHaveSingleItem()
            .Field.ShouldEndWith("phone");
    }

    [Fact]
    public async Task A_new_version_of_a_course_leaves_the_cohorts_of_the_old_one_alone()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        var cohort = await system.AddCohortAsync(courseVersionId: course.VersionId);
        var fields = CourseBuilder.Fields() with { Title = "Advanced Robotics" };

        var newest = await system.DoAsync(new AddCourseVersion(course.Id, course.Version, fields));

        (newest.Version, newest.Title).ShouldBe((2, "Advanced Robotics"));
        (await system.CohortAsync(cohort.Id)).CourseTitle.ShouldBe("Industrial Robotics");
        (await system.RefusedAsync(new AddCourseVersion(course.Id, course.Version, fields))).Kind.ShouldBe(
            RefusalKind.Stale
        );
    }
}
