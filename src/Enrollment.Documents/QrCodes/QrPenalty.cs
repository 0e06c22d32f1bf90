using System.Numerics;

namespace Enrollment.Documents.QrCodes;

/// <summary>
/// The score of a masked code by the four rules of ISO/IEC 18004, 7.8.3; less is better. A line of modules is one word of
/// bits, so that each rule takes a few operations for all of a line.
/// </summary>
internal static class QrPenalty
{
    // Dark and light in the proportion 1:1:3:1:1, as in a finder, with four light modules on one side.
    private const ulong FinderThenLight = 0b10111010000;
    private const ulong LightThenFinder = 0b00001011101;
    private const int FinderLength = 11;

    /// <param name="rows">The modules of each row, bit x for column x.</param>
    /// <param name="columns">The modules of each column, bit y for row y.</param>
    public static int Of(ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns)
    {
        var (penalty, dark, size) = (0, 0, rows.Length);
        for (var i = 0; i < size; i++)
        {
            penalty += Line(rows[i], size) + Line(columns[i], size);
            dark += BitOperations.PopCount(rows[i]);
        }
        for (var i = 1; i < size; i++)
        {
            // A square of one color: both rows have equal neighbors there, and the same color.
            var squares = EqualNeighbors(rows[i - 1], size) & EqualNeighbors(rows[i], size) & ~(rows[i - 1] ^ rows[i]);
            penalty += 3 * BitOperations.PopCount(squares);
        }
        // Ten points for each full 5 % that the dark share is away from one half.
        return penalty + (Math.Abs((dark * 20) - (size * size * 10)) / (size * size) * 10);
    }

    private static int Line(ulong line, int size)
    {
        // Set where five modules in a row begin: a run of n modules has n - 4 of them and costs n - 2 points.
        var equal = EqualNeighbors(line, size);
        var fives = equal & (equal >> 1) & (equal >> 2) & (equal >> 3);
        var penalty = BitOperations.PopCount(fives) + (2 * BitOperations.PopCount(fives & ~(fives << 1)));

        var (first, second) = (ulong.MaxValue, ulong.MaxValue);
        for (var i = 0; i < FinderLength; i++)
        {
            first &= (line >> i) ^ (((FinderThenLight >> (FinderLength - 1 - i)) & 1) - 1);
            second &= (line >> i) ^ (((LightThenFinder >> (FinderLength - 1 - i)) & 1) - 1);
        }
        var inside = (1UL << (size - FinderLength + 1)) - 1;
        return penalty + (40 * (BitOperations.PopCount(first & inside) + BitOperations.PopCount(second & inside)));
    }

    private static ulong EqualNeighbors(ulong line, int size) => ~(line ^ (line >> 1)) & ((1UL << (size - 1)) - 1);
}
