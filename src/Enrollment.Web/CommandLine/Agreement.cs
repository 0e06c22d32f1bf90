using Enrollment.Insight;

namespace Enrollment.Web.CommandLine;

/// <summary>How often recorded decisions and the declared scheme agree on pass or fail.</summary>
static class Agreement
{
    internal static async Task<IReadOnlyList<CohortAgreement>> OfAsync(
        RequestSender sender,
        IReadOnlyCollection<Guid> cohorts
    ) => [.. (await sender.SendAsync(new ReportAgreement())).Where(cohort => cohorts.Contains(cohort.CohortId))];

    internal static CohortAgreement Total(IReadOnlyList<CohortAgreement> cohorts) =>
        new()
        {
            CohortCode = "all",
            Decided = cohorts.Sum(c => c.Decided),
            SamePassOrFail = cohorts.Sum(c => c.SamePassOrFail),
            SameClass = cohorts.Sum(c => c.SameClass),
        };
}
