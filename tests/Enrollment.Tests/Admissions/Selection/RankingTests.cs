using System.Numerics;
using CsCheck;
using Enrollment.Admissions.Selection;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions.Selection;

/// <summary>The ranking as a pure function, beside one that was written a second time.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class RankingTests
{
    static readonly DateTimeOffset noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Small numbers, so that ties and thirds abound.</summary>
    static readonly Gen<SelectionView> scheme = Gen.Select(
        Gen.Int[1, 3],
        Gen.Int[1, 4].Array[3],
        Gen.Int[0, 3],
        Gen.Int[1, 2],
        Gen.Bool,
        (count, maxima, minimum, required, first) =>
        {
            decimal[][] weights =
            [
                [100],
                [33.33m, 66.67m],
                [50, 25, 25],
            ];
            var criteria = weights[count - 1]
                .Select(
                    (weight, n) =>
                        new SelectionCriterion
                        {
                            Code = $"C{n}",
                            Name = "Criterion",
                            Weight = weight,
                            Maximum = maxima[n],
                            Minimum = n == 0 && minimum > 0 ? Math.Min(minimum, maxima[n]) : null,
                        }
                )
                .ToList();
            TieBreak[] chain = [new(TieBreakKind.Criterion, "C0"), new(TieBreakKind.EarlierSubmission)];
            return Scheme(criteria, required, first ? chain : [.. chain.Reverse()]);
        }
    );

    static readonly Gen<(SelectionView Scheme, Candidate[] Candidates)> election = scheme.SelectMany(s =>
        Gen.Select(Gen.Guid, Gen.Int[0, 2], Gen.Int[0, 4].Array[9], Gen.Int[0, 3])
            .Select((id, minute, values, sets) => new Candidate(id, noon.AddMinutes(minute), Sets(s, values, sets)))
            .Array[0, 12]
            .Select(candidates => (s, candidates.DistinctBy(c => c.Id).ToArray()))
    );

    static IReadOnlyDictionary<string, decimal>[] Sets(SelectionView s, int[] values, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(
                    IReadOnlyDictionary<string, decimal> (set) =>
                        s
                            .Criteria.Select((c, n) => (c, n))
                            .ToDictionary(x => x.c.Code, x => Math.Min(values[(set * 3) + x.n], x.c.Maximum))
                ),
        ];

    static SelectionView Scheme(
        IReadOnlyList<SelectionCriterion> criteria,
        int required = 1,
        IReadOnlyList<TieBreak>? chain = null
    ) =>
        new()
        {
            Id = Guid.Empty,
            CohortId = Guid.Empty,
            Number = 1,
            Version = 1,
            Criteria = criteria,
            RequiredReviews = required,
            TieBreaks = chain ?? [],
            LotterySeed = "seed",
        };

    [Fact]
    public void The_order_is_that_of_whole_numbers_over_a_common_denominator() =>
        election.Sample(
            (s, candidates) =>
            {
                var ranked = Ranking.Of(s, candidates).Where(c => c.Rank is not null).Select(c => c.Id).ToList();
                var expected = candidates
                    .Where(c => c.ScoreSets.Count >= s.RequiredReviews)
                    .Where(c => s.Criteria.All(k => Mean(c, k) >= (double)(k.Minimum ?? 0) - 1e-9))
                    .OrderByDescending(c => Scaled(s, c));
                foreach (var link in s.TieBreaks)
                {
                    expected =
                        link.Kind == TieBreakKind.Criterion
                            ? expected.ThenByDescending(c => Share(c, link.Criterion!))
                            : expected.ThenBy(c => c.SubmittedAt);
                }

                return ranked.SequenceEqual(
                    expected.ThenBy(c => Ranking.Lot("seed", c.Id), StringComparer.Ordinal).Select(c => c.Id)
                );
            },
            iter: 5_000
        );

    [Fact]
    public void The_order_in_which_candidates_come_changes_nothing() =>
        election
            .SelectMany(e => Gen.Shuffle(e.Candidates).Select(shuffled => (e.Scheme, e.Candidates, shuffled)))
            .Sample(
                (s, candidates, shuffled) =>
                    Ranking
                        .Of(s, candidates)
                        .Select(c => (c.Id, c.Rank, c.Total, c.Why))
                        .SequenceEqual(Ranking.Of(s, shuffled).Select(c => (c.Id, c.Rank, c.Total, c.Why))),
                iter: 2_000
            );

    [Fact]
    public void Everybody_is_in_the_ranking_once_and_ranks_count_without_a_gap() =>
        election.Sample(
            (s, candidates) =>
            {
                var rows = Ranking.Of(s, candidates);
                var ranks = rows.Where(r => r.Rank is not null).Select(r => r.Rank!.Value).ToList();
                return rows.Select(r => r.Id).Order().SequenceEqual(candidates.Select(c => c.Id).Order())
                    && ranks.SequenceEqual(Enumerable.Range(1, ranks.Count))
                    && rows.All(r => r.Why.Length > 0);
            },
            iter: 2_000
        );

    [Fact]
    public void Totals_that_look_the_same_are_compared_unrounded()
    {
        var criteria = new[] { Criterion("A", 100, 10_000) };
        // 33.3333 and 33.3334 percent are both shown as 33.33.
        var rows = Ranking.Of(Scheme(criteria), [Candidate(1, 3333.33m), Candidate(2, 3333.34m)]);

        rows.Select(r => (r.Id, r.Rank, r.Total!.Value.Rounded())).ShouldBe([(Id(2), 1, 33.33m), (Id(1), 2, 33.33m)]);
        rows[1].Why.ShouldBe("Total 33.33 of 100 from 1 review(s); equal to rank 1, behind by the unrounded total.");
        rows[0].Total.ToString().ShouldBe("166667/5000");
    }

    [Fact]
    public void A_third_is_a_third()
    {
        var criteria = new[] { Criterion("A", 100, 3) };
        var thrice = new Candidate(Id(1), noon, [.. Enumerable.Repeat(Set("A", 1), 3)]);

        var row = Ranking.Of(Scheme(criteria), [thrice]).ShouldHaveSingleItem();

        (row.Total.ToString(), row.Total!.Value.Rounded()).ShouldBe(("100/3", 33.33m));
    }

    [Fact]
    public void Each_tie_break_tells_by_what_it_decided()
    {
        var criteria = new[] { Criterion("A", 50, 10), Criterion("B", 50, 10) };
        TieBreak[] chain = [new(TieBreakKind.Criterion, "B"), new(TieBreakKind.EarlierSubmission)];
        Candidate[] candidates =
        [
            new(Id(1), noon, [Set("A", 4, 6)]),
            new(Id(2), noon, [Set("A", 6, 4)]),
            new(Id(3), noon.AddMinutes(-1), [Set("A", 6, 4)]),
            new(Id(4), noon, [Set("A", 6, 4)]),
        ];
        var byLot = new[] { Id(2), Id(4) }.OrderBy(id => Ranking.Lot("seed", id), StringComparer.Ordinal).ToList();

        var rows = Ranking.Of(Scheme(criteria, chain: chain), candidates);

        rows.Select(r => r.Id).ShouldBe([Id(1), Id(3), .. byLot]);
        rows[1].Why.ShouldContain("behind by B: 4 to 6");
        rows[2].Why.ShouldContain("behind by the later submission: 2026-03-10T12:00:00.000Z");
        rows[3].Why.ShouldContain("behind by lot");
    }

    [Fact]
    public void The_lot_is_the_hash_that_anybody_can_compute() =>
        // printf 'seed:00000000-0000-0000-0000-000000000001' | sha256sum
        Ranking.Lot("seed", Id(1)).ShouldBe("1130a648f456b6eb7406dd95ef4c44f8b600e30bc31e0ba28fbeebde82b76a96");

    [Fact]
    public void Who_misses_a_minimum_or_a_review_has_no_rank_and_hears_why()
    {
        var criteria = new[] { Criterion("A", 100, 10) with { Minimum = 5 } };
        var scheme = Scheme(criteria, required: 2);
        Candidate[] candidates =
        [
            new(Id(1), noon, [Set("A", 4), Set("A", 6)]),
            new(Id(2), noon, [Set("A", 4.99m), Set("A", 5)]),
            new(Id(3), noon, [Set("A", 10)]),
        ];

        var rows = Ranking.Of(scheme, candidates);

        rows.Select(r => (r.Id, r.Rank)).ShouldBe([(Id(1), 1), (Id(2), null), (Id(3), null)]);
        rows[1].Why.ShouldBe("A at 999/200 is below the minimum of 5.");
        rows[2].Why.ShouldBe("1 of 2 reviews are in.");
    }

    static Guid Id(int number) => Guid.Parse($"00000000-0000-0000-0000-{number:d12}");

    static SelectionCriterion Criterion(string code, decimal weight, decimal maximum) =>
        new()
        {
            Code = code,
            Name = code,
            Weight = weight,
            Maximum = maximum,
        };

    static Candidate Candidate(int number, decimal value) => new(Id(number), noon, [Set("A", value)]);

    static Dictionary<string, decimal> Set(string code, params decimal[] values) =>
        values.Select((value, n) => (Code: n == 0 ? code : "B", value)).ToDictionary(x => x.Code, x => x.value);

    static double Mean(Candidate candidate, SelectionCriterion criterion) =>
        candidate.ScoreSets.Count == 0 ? 0 : candidate.ScoreSets.Average(set => (double)set[criterion.Code]);

    /// <summary>The mean of a criterion times 6, the least common multiple of up to 3 reviews.</summary>
    static decimal Share(Candidate candidate, string code) =>
        candidate.ScoreSets.Sum(set => set[code]) * 6 / candidate.ScoreSets.Count;

    /// <summary>The total times 100 times 12 (maxima up to 4) times 6: a whole number.</summary>
    static BigInteger Scaled(SelectionView s, Candidate candidate) =>
        s.Criteria.Aggregate(
            BigInteger.Zero,
            (sum, c) =>
                sum
                + (new BigInteger(c.Weight * 100) * (12 / (int)c.Maximum) * new BigInteger(Share(candidate, c.Code)))
        );
}
