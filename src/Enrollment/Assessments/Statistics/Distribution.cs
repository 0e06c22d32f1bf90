namespace Enrollment.Assessments.Statistics;

/// <summary>
/// How percentages are spread. Quartiles interpolate linearly between the ranked values (method 7 of Hyndman and Fan 1996,
/// as QUARTILE.INC in spreadsheet programs); the standard deviation is the sample's (divided by n - 1). Figures are rounded
/// to two decimals for display.
/// </summary>
public sealed record Distribution
{
    /// <summary>Number of values; where it is 0 the other figures are null.</summary>
    public required int Count { get; init; }
    public decimal? Mean { get; init; }

    /// <summary>Null below two values.</summary>
    public decimal? StandardDeviation { get; init; }
    public decimal? Least { get; init; }
    public decimal? LowerQuartile { get; init; }
    public decimal? Median { get; init; }
    public decimal? UpperQuartile { get; init; }
    public decimal? Most { get; init; }

    /// <summary>How many lie in 0 to below 10 percent, 10 to below 20, ..., 90 to 100.</summary>
    public required IReadOnlyList<int> Tens { get; init; }

    internal static Distribution Of(IEnumerable<decimal> percentages)
    {
        var values = percentages.Order().ToArray();
        var tens = new int[10];
        foreach (var value in values)
            tens[Math.Clamp((int)(value / 10), 0, 9)]++;
        if (values.Length == 0)
            return new Distribution { Count = 0, Tens = tens };

        var mean = values.Average();
        return new Distribution
        {
            Count = values.Length,
            Mean = Shown(mean),
            StandardDeviation = values.Length < 2 ? null : Shown(Deviation(values, mean)),
            Least = Shown(values[0]),
            LowerQuartile = Shown(Quantile(values, 0.25m)),
            Median = Shown(Quantile(values, 0.5m)),
            UpperQuartile = Shown(Quantile(values, 0.75m)),
            Most = Shown(values[^1]),
            Tens = tens,
        };
    }

    internal static decimal Shown(decimal figure) => decimal.Round(figure, 2, MidpointRounding.AwayFromZero);

    static decimal Deviation(decimal[] values, decimal mean) =>
        (decimal)Math.Sqrt((double)(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));

    static decimal Quantile(decimal[] ranked, decimal share)
    {
        var place = share * (ranked.Length - 1);
        var below = (int)place;
        return below == ranked.Length - 1
            ? ranked[below]
            : ranked[below] + ((place - below) * (ranked[below + 1] - ranked[below]));
    }
}
