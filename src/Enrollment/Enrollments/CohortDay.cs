using Enrollment.Cohorts;
using Enrollment.Data;

namespace Enrollment.Enrollments;

/// <summary>The days of a cohort, in its zone.</summary>
sealed record CohortDay
{
    public string TimeZone { get; init; } = "";
    public DateOnly StartsOn { get; init; }
    public DateOnly EndsOn { get; init; }

    internal DateOnly Today(DateTimeOffset now) => LocalDay.Of(now, TimeZone);

    internal static async Task<CohortDay> OfAsync(Db db, Guid cohortId, CancellationToken token) =>
        (await db.FindAsync<CohortDay>(OfCohort, new { CohortId = cohortId }, token))!;

    internal static readonly Sql OfCohort = new("SELECT TimeZone, StartsOn, EndsOn FROM Cohorts WHERE Id = @CohortId");
}
