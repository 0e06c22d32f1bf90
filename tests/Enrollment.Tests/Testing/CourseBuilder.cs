using Enrollment.Cohorts;

namespace Enrollment.Tests.Testing;

static class CourseBuilder
{
    internal static CourseFields Fields() =>
        new()
        {
            Title = "Industrial Robotics",
            TitleLocal = "Өнеркәсіптік робототехника",
            Hours = 240,
            Credits = 8.5m,
            NqfLevel = 4,
        };

    internal static Task<CourseView> AddCourseAsync(
        this TestSystem system,
        Func<CourseFields, CourseFields>? change = null
    ) => system.DoAsync(new CreateCourse($"K{TestSystem.NextNumber()}", CenterBuilder.Change(Fields(), change)));
}
