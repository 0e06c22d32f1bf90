namespace Enrollment.Assessments.Moderation;

/// <summary>A sample of a component's first marks, and what came of it.</summary>
public sealed record SampleView
{
    public Guid Id { get; init; }
    public Guid CohortId { get; init; }
    public Guid ComponentId { get; init; }
    public int Attempt { get; init; }

    /// <summary>Percentage of the marks that it was to draw.</summary>
    public decimal Share { get; init; }
    public int AtLeast { get; init; }
    public bool AllFails { get; init; }

    /// <summary>The same marks and seed draw the same sample.</summary>
    public int Seed { get; init; }

    /// <summary>Percentage of the sample beyond the tolerance above which second marking of all is recommended.</summary>
    public decimal ExtendAbove { get; init; }

    /// <summary>How many marks it was drawn from.</summary>
    public int Marks { get; init; }
    public int Drawn { get; init; }

    /// <summary>How many of the drawn ones await the second mark.</summary>
    public int Pending { get; init; }
    public string DrawnBy { get; init; } = "";
    public DateTimeOffset DrawnAt { get; init; }

    /// <summary>When the rest was drawn; null: it wasn't.</summary>
    public DateTimeOffset? ExtendedAt { get; init; }
    public int Version { get; init; }

    /// <summary>Null until the second marks of the whole sample are in.</summary>
    public SampleReport? Report { get; init; }
}

/// <summary>
/// How far second marks lie from first ones, in points of percentage rounded half up to hundredths; what is recommended
/// follows from the exact figures.
/// </summary>
public sealed record SampleReport
{
    /// <summary>Marks compared.</summary>
    public int N { get; init; }

    /// <summary>Of second less first: above 0 where second markers gave more.</summary>
    public decimal MeanDifference { get; init; }

    /// <summary>Without its sign.</summary>
    public decimal LargestDifference { get; init; }
    public int BeyondTolerance { get; init; }

    /// <summary>Percentage of the sample.</summary>
    public decimal ShareBeyondTolerance { get; init; }

    /// <summary>Whether the share is above the declared one, so that all should be marked twice.</summary>
    public bool RecommendsAll { get; init; }

    internal static SampleReport Of(
        IReadOnlyList<(decimal First, decimal Second)> pairs,
        decimal maximum,
        decimal? tolerance,
        decimal extendAbove
    )
    {
        var differences = pairs.Select(p => MarkComparison.Difference(p.First, p.Second, maximum)).ToList();
        var beyond = pairs.Count(p => !MarkComparison.IsWithin(tolerance, p.First, p.Second, maximum));
        return new SampleReport
        {
            N = pairs.Count,
            MeanDifference = Rounded(differences.Count == 0 ? 0 : differences.Sum() / differences.Count),
            LargestDifference = Rounded(differences.Count == 0 ? 0 : differences.Max(Math.Abs)),
            BeyondTolerance = beyond,
            ShareBeyondTolerance = Rounded(pairs.Count == 0 ? 0 : beyond * 100m / pairs.Count),
            RecommendsAll = beyond * 100 > extendAbove * pairs.Count,
        };
    }

    static decimal Rounded(decimal value) => decimal.Round(value, 2, MidpointRounding.AwayFromZero);
}
