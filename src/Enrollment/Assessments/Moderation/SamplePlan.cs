using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Enrollment.Assessments.Moderation;

/// <summary>A first mark that may be drawn, in the component's scale.</summary>
readonly record struct SampledMark(Guid EnrollmentId, decimal Value);

/// <summary>Which first marks a second marker marks, too: a pure function of the marks, the fields and the seed.</summary>
static class SamplePlan
{
    /// <summary>
    /// Every k-th mark in the order of the values, from a random start, so that the sample spans the range of marks
    /// (systematic sampling of an ordered list); and every fail where <paramref name="failsBelow"/> is given.
    /// </summary>
    /// <param name="marks">All first marks, in any order.</param>
    /// <param name="share">Percentage of them, 0 to 100; a part of a mark counts as one.</param>
    /// <param name="atLeast">Fewest to draw; all where there are fewer.</param>
    /// <param name="failsBelow">The least value that passes; null: fails are drawn as the others are.</param>
    /// <param name="seed">The same seed gives the same start.</param>
    internal static IReadOnlyList<SampledMark> Draw(
        IEnumerable<SampledMark> marks,
        decimal share,
        int atLeast,
        decimal? failsBelow,
        int seed
    )
    {
        var ordered = marks.OrderBy(m => m.Value).ThenBy(m => m.EnrollmentId).ToList();
        var number = Math.Min(ordered.Count, Math.Max((int)decimal.Ceiling(ordered.Count * share / 100), atLeast));
        var drawn = Places(ordered.Count, number, seed).ToHashSet();
        return [.. ordered.Where((mark, place) => drawn.Contains(place) || mark.Value < failsBelow)];
    }

    /// <summary>Distinct places, one in each of as many equal stretches of the list, in exact arithmetic.</summary>
    static IEnumerable<int> Places(int count, int number, int seed)
    {
        const int Bits = 32;
        var start = Start(seed);
        for (var stretch = 0; stretch < number; stretch++)
            yield return (int)((((UInt128)stretch << Bits) + start) * (uint)count / ((UInt128)(uint)number << Bits));
    }

    /// <summary>
    /// How far into its stretch each place lies, of 2^32. From a hash, since what a random number generator makes of a seed
    /// may differ with the framework's version.
    /// </summary>
    static uint Start(int seed)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, seed);
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(bytes));
    }
}
