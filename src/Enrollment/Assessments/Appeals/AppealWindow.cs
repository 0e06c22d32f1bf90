using Enrollment.Cohorts;

namespace Enrollment.Assessments.Appeals;

/// <summary>How long a result can be appealed against: whole days of the cohort's zone.</summary>
public static class AppealWindow
{
    /// <summary>The last local day: so many days after the one on which the results were released.</summary>
    public static DateOnly LastDay(DateTimeOffset releasedAt, string timeZone, int days) =>
        LocalDay.Of(releasedAt, timeZone).AddDays(days);

    /// <summary>The first instant at which it is too late.</summary>
    public static DateTimeOffset ClosesAt(DateTimeOffset releasedAt, string timeZone, int days) =>
        LocalDay.End(LastDay(releasedAt, timeZone, days), timeZone);
}
