using CsCheck;
using Enrollment.Assessments;
using Enrollment.Tests.Testing;

namespace Enrollment.Tests.Assessments;

/// <summary>Random schemes with the marks of one trainee.</summary>
static class AssessedTrainees
{
    static readonly Gen<decimal> percentage = Gen.OneOf(
        Gen.Int[0, 100].Select(n => (decimal)n),
        Gen.Int[0, 10_000].Select(n => n / 100m)
    );

    static readonly Gen<decimal?> maybePercentage = Gen.Frequency(
        (1, percentage.Select(p => (decimal?)p)),
        (1, Gen.Const((decimal?)null))
    );

    static readonly Gen<decimal> maximum = Gen.OneOf(
        Gen.Const(100m),
        Gen.Int[1, 12].Select(n => (decimal)n),
        Gen.Int[1, 30_000].Select(n => n / 100m)
    );

    /// <summary>Weights that sum to 100, zero among them.</summary>
    static Gen<decimal[]> Weights(int count) =>
        Gen.Int[0, 6]
            .Array[count]
            .Select(shares =>
            {
                var total = Math.Max(1, shares.Sum());
                var weights = shares.Select(s => Math.Floor(10_000m * s / total) / 100m).ToArray();
                weights[0] += 100 - weights.Sum();
                return weights;
            });

    static readonly Gen<LatePenalty?> late = Gen.Frequency(
        (2, Gen.Const((LatePenalty?)null)),
        (
            1,
            Gen.Select(
                Gen.Int[1, 3_000],
                percentage,
                Gen.Int[0, 5],
                (perDay, floor, cutOff) =>
                    (LatePenalty?)
                        new LatePenalty
                        {
                            PerDay = perDay / 100m,
                            Floor = floor,
                            CutOffDays = cutOff == 0 ? null : cutOff,
                        }
            )
        )
    );

    static readonly Gen<SchemeComponent> component = Gen.Select(
        maximum,
        maybePercentage,
        Gen.Bool,
        maybePercentage,
        Gen.Enum<MissingRule>(),
        late,
        (most, pass, must, cap, missing, penalty) =>
            SchemeBuilder.Component("X", 0) with
            {
                Id = Guid.NewGuid(),
                MaximumMark = most,
                PassMark = pass,
                MustPass = must && pass is not null,
                Attempts = 3,
                ResitCap = cap,
                WhenMissing = missing,
                LatePenalty = penalty,
            }
    );

    static readonly Gen<SchemeGroup> group = Gen.Int[1, 4]
        .SelectMany(count =>
            Gen.Select(
                component.Array[count],
                Weights(count),
                maybePercentage,
                (parts, weights, least) =>
                    SchemeBuilder.Group("G", 0, [.. parts.Zip(weights, (c, w) => c with { Weight = w })]) with
                    {
                        MinimumMark = least,
                    }
            )
        );

    static readonly Gen<SchemeFields> scheme = Gen.Int[1, 3]
        .SelectMany(count =>
            Gen.Select(
                group.Array[count],
                Weights(count),
                Gen.Int[0, 2],
                Gen.Int[30, 60],
                maybePercentage,
                Gen.Bool,
                (groups, weights, decimals, pass, attendance, barrier) =>
                    SchemeBuilder.Fields([
                        .. groups
                            .Zip(weights)
                            .Select((pair, place) => Placed(groups, pair.First, pair.Second, place, barrier)),
                    ]) with
                    {
                        Decimals = decimals,
                        PassMark = pass,
                        MinimumAttendance = attendance,
                    }
            )
        );

    /// <summary>The last group may be sat by whoever reaches the first one's minimum.</summary>
    static SchemeGroup Placed(SchemeGroup[] groups, SchemeGroup group, decimal weight, int place, bool barrier) =>
        group with
        {
            Code = $"G{place}",
            Weight = weight,
            AfterGroup =
                barrier && place > 0 && place == groups.Length - 1 && groups[0].MinimumMark is not null ? "G0" : null,
        };

    internal static readonly Gen<MarkState> AnyState = Gen.Frequency(
        (8, Gen.Const(MarkState.Marked)),
        (1, Gen.Enum<MarkState>())
    );

    /// <summary>Up to three attempts of each component, every mark within its scale, some late or unconfirmed.</summary>
    internal static Gen<(SchemeFields Scheme, Mark[] Marks)> Of(Gen<MarkState> state) =>
        scheme.SelectMany(s =>
        {
            var components = s.Groups.SelectMany(g => g.Components).ToArray();
            return Gen.Select(
                    Gen.Frequency((1, Gen.Const(0)), (5, Gen.Int[1, 3])),
                    state.Array[3],
                    Gen.Int[0, 12].Array[3],
                    Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 6])).Array[3]
                )
                .Array[components.Length]
                .Select(picks =>
                    (
                        s,
                        components
                            .Zip(picks, (c, pick) => Attempts(c, pick.Item1, pick.Item2, pick.Item3, pick.Item4))
                            .SelectMany(m => m)
                            .ToArray()
                    )
                );
        });

    static IEnumerable<Mark> Attempts(SchemeComponent c, int count, MarkState[] states, int[] twelfths, int[] late) =>
        Enumerable
            .Range(0, count)
            .Select(i => new Mark(
                c.Id,
                i + 1,
                states[i],
                states[i] is MarkState.Marked or MarkState.Withheld
                    ? Math.Floor(c.MaximumMark * 100 * twelfths[i] / 12) / 100
                    : null
            )
            {
                DaysLate = late[i],
                Unconfirmed = twelfths[i] == 7 && late[i] == 5,
            });
}
