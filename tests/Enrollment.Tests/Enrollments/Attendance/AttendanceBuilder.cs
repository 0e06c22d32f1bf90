using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Sessions;
using Enrollment.Enrollments;
using Enrollment.Enrollments.Attendance;
using Enrollment.Tests.Cohorts.Sessions;
using Enrollment.Tests.Testing;

namespace Enrollment.Tests.Enrollments.Attendance;

/// <summary>A cohort with trainees and a session on the clock's first day.</summary>
sealed record ClassAtSession(
    CohortView Cohort,
    SessionView Session,
    IReadOnlyList<Guid> People,
    IReadOnlyList<Guid> Trainees
)
{
    internal AttendanceEntry Entry(AttendanceState state, int trainee = 0) =>
        new() { EnrollmentId = Trainees[trainee], State = state };
}

static class AttendanceBuilder
{
    internal static async Task<ClassAtSession> AddClassAsync(
        this TestSystem system,
        int trainees = 1,
        Func<SessionFields, SessionFields>? change = null,
        SchemeFields? scheme = null
    )
    {
        var course = await system.AddCourseAsync();
        var schemeId = scheme is null ? (Guid?)null : (await system.AddSchemeAsync(course.VersionId, scheme)).Id;
        var cohort = await system.AddCohortAsync(
            f => f with { Capacity = Math.Max(20, trainees), SchemeId = schemeId },
            courseVersionId: course.VersionId
        );
        var people = new List<Guid>();
        for (var i = 0; i < trainees; i++)
            people.Add(await system.AddPersonAsync());
        var enrolled = await system.AddTraineesAsync(cohort.Id, people);
        return new ClassAtSession(cohort, await system.AddSessionAsync(cohort.Id, change), people, enrolled);
    }

    internal static async Task<IReadOnlyList<AttendanceAnswer>> RecordAsync(
        this TestSystem system,
        SessionView session,
        params AttendanceEntry[] entries
    ) => (await system.DoAsync(new RecordAttendance(session.Id, entries), Callers.Instructor)).Answers;

    internal static async Task<IReadOnlyList<TraineeAttendance>> AttendanceAsync(
        this TestSystem system,
        SessionView session
    ) => (await system.DoAsync(new ListAttendance(session.Id, null, 1_000), Callers.Instructor)).Items;

    internal static async Task<AttendanceShare> ShareAsync(this TestSystem system, Guid enrollmentId) =>
        (await system.DoAsync(new GetEnrollmentAttendance(enrollmentId))).Share;
}
