using Enrollment.Enrollments;

namespace Enrollment.Tests.Testing;

static class EnrollmentBuilder
{
    /// <summary>Active trainees of a cohort, in order.</summary>
    internal static async Task<IReadOnlyList<Guid>> AddTraineesAsync(
        this TestSystem system,
        Guid cohortId,
        IReadOnlyList<Guid> people
    )
    {
        var rows = people
            .Select(id => new ImportedEnrollment(id, new DateOnly(2026, 3, 5), EnrollmentState.Active, null, null))
            .ToList();
        var import = await system.DoAsync(new ImportEnrollments(cohortId, rows));
        return [.. people.Select(id => import.IdByPerson[id])];
    }

    internal static async Task<Guid> AddTraineeAsync(this TestSystem system, Guid cohortId, Guid? personId = null) =>
        (await system.AddTraineesAsync(cohortId, [personId ?? await system.AddPersonAsync()]))[0];
}
