using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Enrollment.Admissions.Selection;

/// <summary>An application with the score sets that count: of each reviewer the latest that was submitted.</summary>
/// <param name="Id">The application.</param>
/// <param name="SubmittedAt">When it was sent; null where another system's record doesn't tell.</param>
/// <param name="ScoreSets">Each by the code of the criterion; every one complete.</param>
public sealed record Candidate(
    Guid Id,
    DateTimeOffset? SubmittedAt,
    IReadOnlyList<IReadOnlyDictionary<string, decimal>> ScoreSets
);

/// <summary>Where an application stands, and why there.</summary>
public sealed record RankedCandidate
{
    public required Guid Id { get; init; }

    /// <summary>1 for the best; null where it can't be ranked.</summary>
    public int? Rank { get; init; }

    /// <summary>0 to 100, unrounded; null where nothing was scored.</summary>
    public Fraction? Total { get; init; }

    /// <summary>Reviewers whose scores are in.</summary>
    public required int Reviews { get; init; }

    /// <summary>The mean score in each criterion, unrounded.</summary>
    public required IReadOnlyDictionary<string, Fraction> Means { get; init; }

    /// <summary>In words: the total and what set it apart from the one before, or why it has no rank.</summary>
    public required string Why { get; init; }
}

/// <summary>
/// The order of the applicants of a cohort (rule 5): a pure function of criteria, scores and instants, so that everybody
/// who computes it again gets the same.
/// </summary>
public static class Ranking
{
    /// <summary>All candidates, the ranked ones first in their order, then the others by their id.</summary>
    public static IReadOnlyList<RankedCandidate> Of(SelectionView scheme, IEnumerable<Candidate> candidates)
    {
        var judged = candidates.Select(candidate => Judge(scheme, candidate)).ToList();
        var chain = Chain(scheme).ToList();
        var ranked = judged.Where(j => j.Obstacle is null).ToList();
        ranked.Sort((left, right) => Compare(chain, left, right).Order);
        return
        [
            .. ranked.Select((j, index) => Ranked(j, index, index == 0 ? null : ranked[index - 1], chain)),
            .. judged.Where(j => j.Obstacle is not null).OrderBy(j => j.Candidate.Id).Select(Unranked),
        ];
    }

    /// <summary>
    /// The lot of an application: the lower-case hexadecimal SHA-256 of the UTF-8 text seed, colon, id with hyphens. The
    /// lowest wins.
    /// </summary>
    public static string Lot(string seed, Guid applicationId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{applicationId:D}")));

    sealed record Judged(
        Candidate Candidate,
        IReadOnlyDictionary<string, Fraction> Means,
        Fraction? Total,
        string Lot,
        string? Obstacle
    );

    /// <summary>A link of the chain: the order of two, below 0 where the left one goes first, and why the right one is second.</summary>
    sealed record Link(Comparison<Judged> Order, Func<Judged, Judged, string> Reason);

    static Judged Judge(SelectionView scheme, Candidate candidate)
    {
        var reviews = candidate.ScoreSets.Count;
        var means = new Dictionary<string, Fraction>(StringComparer.Ordinal);
        var total = Fraction.Zero;
        if (reviews > 0)
        {
            foreach (var criterion in scheme.Criteria)
            {
                var sum = candidate.ScoreSets.Sum(set => set[criterion.Code]);
                var mean = Fraction.Of(sum).Divide(new Fraction(reviews, 1));
                means.Add(criterion.Code, mean);
                total = total.Add(mean.Multiply(Fraction.Of(criterion.Weight)).Divide(Fraction.Of(criterion.Maximum)));
            }
        }

        return new Judged(
            candidate,
            means,
            reviews == 0 ? null : total,
            Lot(scheme.LotterySeed!, candidate.Id),
            Obstacle(scheme, reviews, means)
        );
    }

    static string? Obstacle(SelectionView scheme, int reviews, Dictionary<string, Fraction> means)
    {
        if (reviews < scheme.RequiredReviews)
            return Text($"{reviews} of {scheme.RequiredReviews} reviews are in.");

        var missed = scheme
            .Criteria.Where(c => c.Minimum is { } minimum && means[c.Code] < Fraction.Of(minimum))
            .Select(c => Text($"{c.Code} at {Shown(means[c.Code], c.Minimum)} is below the minimum of {c.Minimum}."))
            .ToList();
        return missed.Count == 0 ? null : string.Join(' ', missed);
    }

    /// <summary>Rounded, or as a fraction where rounding would make it look as if the minimum were met.</summary>
    static string Shown(Fraction mean, decimal? minimum) =>
        mean.Rounded() == minimum ? mean.ToString() : Text($"{mean.Rounded()}");

    /// <summary>The total, the declared tie-breaks, and the lottery, which leaves nothing equal.</summary>
    static IEnumerable<Link> Chain(SelectionView scheme)
    {
        yield return new Link(
            (left, right) => right.Total!.Value.CompareTo(left.Total!.Value),
            (before, after) =>
                before.Total!.Value.Rounded() == after.Total!.Value.Rounded() ? "behind by the unrounded total" : ""
        );
        foreach (var tieBreak in scheme.TieBreaks)
        {
            if (tieBreak.Kind == TieBreakKind.Criterion)
            {
                var code = tieBreak.Criterion!;
                yield return new Link(
                    (left, right) => right.Means[code].CompareTo(left.Means[code]),
                    (before, after) =>
                        Text($"behind by {code}: {after.Means[code].Rounded()} to {before.Means[code].Rounded()}")
                );
            }
            else if (tieBreak.Kind == TieBreakKind.EarlierSubmission)
            {
                yield return new Link(
                    (left, right) => Sent(left).CompareTo(Sent(right)),
                    (_, after) => Text($"behind by the later submission: {Sent(after):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}")
                );
            }
        }

        yield return new Link(
            (left, right) =>
                string.CompareOrdinal(left.Lot, right.Lot) is var order && order != 0
                    ? order
                    : left.Candidate.Id.CompareTo(right.Candidate.Id),
            (before, after) => $"behind by lot: {after.Lot[..8]} to {before.Lot[..8]}"
        );
    }

    static DateTimeOffset Sent(Judged judged) => judged.Candidate.SubmittedAt ?? DateTimeOffset.MaxValue;

    static (int Order, Link By) Compare(IReadOnlyList<Link> chain, Judged left, Judged right)
    {
        foreach (var link in chain)
        {
            if (link.Order(left, right) is var order && order != 0)
                return (order, link);
        }

        return (0, chain[^1]);
    }

    static RankedCandidate Ranked(Judged judged, int index, Judged? before, IReadOnlyList<Link> chain)
    {
        var behind = before is null ? "" : Compare(chain, before, judged).By.Reason(before, judged);
        var reviews = judged.Candidate.ScoreSets.Count;
        var total = Text($"Total {judged.Total!.Value.Rounded()} of 100 from {reviews} review(s)");
        return new RankedCandidate
        {
            Id = judged.Candidate.Id,
            Rank = index + 1,
            Total = judged.Total,
            Reviews = reviews,
            Means = judged.Means,
            Why = behind.Length == 0 ? $"{total}." : Text($"{total}; equal to rank {index}, {behind}."),
        };
    }

    static RankedCandidate Unranked(Judged judged) =>
        new()
        {
            Id = judged.Candidate.Id,
            Total = judged.Total,
            Reviews = judged.Candidate.ScoreSets.Count,
            Means = judged.Means,
            Why = judged.Obstacle!,
        };

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
