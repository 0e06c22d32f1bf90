using Enrollment.Certificates;
using Enrollment.Cohorts;
using Shouldly;

namespace Enrollment.Tests.Testing;

static class CertificateBuilder
{
    /// <summary>A certificate, issued to a new person who passed a new cohort.</summary>
    internal static async Task<CertificateView> AddCertificateAsync(
        this TestSystem system,
        Func<CourseFields, CourseFields>? course = null
    )
    {
        var version = (await system.AddCourseAsync(course)).VersionId;
        var cohort = await system.AddCohortAsync(courseVersionId: version);
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(cohort.CenterId, [trainee]);
        var row = (await system.IssueAsync([trainee])).ShouldHaveSingleItem();
        row.Problem.ShouldBeNull();
        return await system.DoAsync(new GetCertificate(row.CertificateId!.Value));
    }

    internal static async Task<IReadOnlyList<CertificateRow>> IssueAsync(
        this TestSystem system,
        IReadOnlyList<Guid> enrollments
    )
    {
        var result = await system.IssuingAsync((issuing, token) => issuing.IssueAsync(enrollments, token));
        result.Refusal.ShouldBeNull();
        return result.Value;
    }

    internal static async Task<CertificateView> ReplaceAsync(this TestSystem system, Guid id)
    {
        var result = await system.IssuingAsync(
            (issuing, token) => issuing.ReplaceAsync(new ReplaceCertificate(id, "Lost."), token)
        );
        result.Refusal.ShouldBeNull();
        return await system.DoAsync(new GetCertificate(result.Value.CertificateId!.Value));
    }
}
