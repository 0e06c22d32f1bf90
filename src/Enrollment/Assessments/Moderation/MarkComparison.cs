namespace Enrollment.Assessments.Moderation;

/// <summary>What two independent marks of the same work come to.</summary>
static class MarkComparison
{
    /// <summary>Points of percentage by which the second mark lies above the first; below it is negative.</summary>
    internal static decimal Difference(decimal first, decimal second, decimal maximum) =>
        (second - first) * 100 / maximum;

    /// <summary>Without a tolerance any difference goes to a moderator.</summary>
    internal static bool IsWithin(decimal? tolerance, decimal first, decimal second, decimal maximum) =>
        Math.Abs(second - first) * 100 <= (tolerance ?? 0) * maximum;

    /// <summary>The mean, rounded half up to hundredths of the component's scale.</summary>
    internal static decimal Mean(decimal first, decimal second) =>
        decimal.Round((first + second) / 2, 2, MidpointRounding.AwayFromZero);
}
