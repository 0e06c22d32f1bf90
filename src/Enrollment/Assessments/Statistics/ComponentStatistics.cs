namespace Enrollment.Assessments.Statistics;

/// <summary>
/// What a component's marks say about it, from each trainee's first attempt that was marked: resits are sat by those who
/// failed, and capped. Marks that don't stand yet aren't among them.
/// </summary>
public sealed record ComponentStatistics
{
    public required Guid ComponentId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Of percentages of the highest mark, before penalties.</summary>
    public required Distribution Marks { get; init; }

    /// <summary>How many trainees have no mark, an exemption, ...; those marked are in <see cref="Marks"/>.</summary>
    public required IReadOnlyDictionary<string, int> Unmarked { get; init; }

    /// <summary>Mean share of the highest mark that was reached, 0 to 1: near 1 is easy, near 0 hard.</summary>
    public decimal? Facility { get; init; }

    /// <summary>
    /// Difference of the mean shares between the upper and the lower 27 % of the trainees by their whole result, -1 to 1
    /// (Kelley 1939): near 0 or below, the component doesn't tell strong from weak. Null where either has fewer than 5.
    /// </summary>
    public decimal? Discrimination { get; init; }

    /// <summary>Who entered the marks, the one with most first; null below 2 of them.</summary>
    public IReadOnlyList<MarkerStatistics>? Markers { get; init; }

    const decimal Share = 0.27m;
    const int LeastGroup = 5;

    /// <param name="component">Of the scheme.</param>
    /// <param name="first">First marked attempts, one per trainee.</param>
    /// <param name="unmarked">Of the trainees without one.</param>
    /// <param name="results">Unrounded percentages of the whole by trainee; those without a result aren't there.</param>
    internal static ComponentStatistics Of(
        SchemeComponent component,
        IReadOnlyList<FirstMark> first,
        IReadOnlyDictionary<string, int> unmarked,
        IReadOnlyDictionary<Guid, decimal> results
    )
    {
        var marks = Distribution.Of(first.Select(m => m.Percentage));
        return new ComponentStatistics
        {
            ComponentId = component.Id,
            Code = component.Code,
            Name = component.Name,
            Marks = marks,
            Unmarked = unmarked,
            Facility = first.Count == 0 ? null : Distribution.Shown(first.Average(m => m.Percentage) / 100),
            Discrimination = Tells(first, results),
            Markers = Compare(first),
        };
    }

    static decimal? Tells(IReadOnlyList<FirstMark> first, IReadOnlyDictionary<Guid, decimal> results)
    {
        // The id breaks ties, so that the figure is the same whenever it is asked for.
        var ranked = first
            .Where(m => results.ContainsKey(m.EnrollmentId))
            .OrderByDescending(m => results[m.EnrollmentId])
            .ThenBy(m => m.EnrollmentId)
            .ToList();
        var size = (int)decimal.Round(ranked.Count * Share, MidpointRounding.AwayFromZero);
        if (size < LeastGroup)
            return null;
        var upper = ranked.Take(size).Average(m => m.Percentage);
        var lower = ranked.TakeLast(size).Average(m => m.Percentage);
        return Distribution.Shown((upper - lower) / 100);
    }

    static List<MarkerStatistics>? Compare(IReadOnlyList<FirstMark> first)
    {
        var all = first.Count == 0 ? 0 : first.Average(m => m.Percentage);
        var markers = first
            .GroupBy(m => m.Marker, StringComparer.Ordinal)
            .Select(of => new MarkerStatistics(
                of.Key,
                Distribution.Of(of.Select(m => m.Percentage)),
                Distribution.Shown(of.Average(m => m.Percentage) - all)
            ))
            .OrderByDescending(m => m.Marks.Count)
            .ThenBy(m => m.Marker, StringComparer.Ordinal)
            .ToList();
        return markers.Count < 2 ? null : markers;
    }
}

/// <summary>How one marker marked: the difference is that of the mean to everybody's, in points of percentage.</summary>
public sealed record MarkerStatistics(string Marker, Distribution Marks, decimal Difference);

/// <summary>A trainee's first attempt that was marked.</summary>
sealed record FirstMark(Guid EnrollmentId, decimal Percentage, string Marker);
