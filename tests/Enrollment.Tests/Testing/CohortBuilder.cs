using Enrollment.Cohorts;

namespace Enrollment.Tests.Testing;

static class CohortBuilder
{
    /// <summary>Open for applications and running already when the clock stands at its start.</summary>
    internal static CohortFields Fields() =>
        new()
        {
            Code = $"H{TestSystem.NextNumber()}",
            Capacity = 20,
            OpensOn = new DateOnly(2026, 3, 1),
            ClosesOn = new DateOnly(2026, 3, 31),
            StartsOn = new DateOnly(2026, 3, 5),
            EndsOn = new DateOnly(2026, 12, 18),
        };

    /// <summary>A cohort with a center and a course of its own, unless they are named.</summary>
    internal static async Task<CohortView> AddCohortAsync(
        this TestSystem system,
        Func<CohortFields, CohortFields>? change = null,
        Guid? centerId = null,
        Guid? courseVersionId = null
    )
    {
        var center = centerId ?? (await system.AddCenterAsync()).Id;
        var version = courseVersionId ?? (await system.AddCourseAsync()).VersionId;
        return await system.DoAsync(new CreateCohort(center, version, CenterBuilder.Change(Fields(), change)));
    }

    /// <summary>A cohort of the same course and center that starts a year later.</summary>
    internal static async Task<CohortView> AddLaterCohortAsync(
        this TestSystem system,
        Guid cohortId,
        Func<CohortFields, CohortFields>? change = null
    )
    {
        var cohort = await system.CohortAsync(cohortId);
        var fields = Fields() with
        {
            Capacity = 1_000,
            OpensOn = cohort.OpensOn.AddYears(1),
            ClosesOn = cohort.ClosesOn.AddYears(1),
            StartsOn = cohort.StartsOn.AddYears(1),
            EndsOn = cohort.EndsOn.AddYears(1),
        };
        return await system.DoAsync(
            new CreateCohort(cohort.CenterId, cohort.CourseVersionId, CenterBuilder.Change(fields, change))
        );
    }

    /// <summary>The fields of a cohort as they stand, to change some of them.</summary>
    internal static CohortFields Fields(CohortView cohort) =>
        new()
        {
            Code = cohort.Code,
            SchemeId = cohort.SchemeId,
            Capacity = cohort.Capacity,
            Overbooking = cohort.Overbooking,
            OpensOn = cohort.OpensOn,
            ClosesOn = cohort.ClosesOn,
            StartsOn = cohort.StartsOn,
            EndsOn = cohort.EndsOn,
            TimeZone = cohort.TimeZone,
            RoundId = cohort.RoundId,
            OfferDays = cohort.OfferDays,
            AppealDays = cohort.AppealDays,
        };

    internal static Task<CohortView> CohortAsync(this TestSystem system, Guid id) => system.DoAsync(new GetCohort(id));
}
