namespace Enrollment.Documents.QrCodes;

/// <summary>
/// Reed-Solomon check codewords over the field of 256 elements with the polynomial x^8 + x^4 + x^3 + x^2 + 1
/// (ISO/IEC 18004, 7.5.2).
/// </summary>
internal static class ReedSolomon
{
    private static readonly byte[] Powers = new byte[255];
    private static readonly byte[] Logarithms = new byte[256];
    private static readonly byte[][] Generators = new byte[31][];

    static ReedSolomon()
    {
        for (int exponent = 0, value = 1; exponent < 255; exponent++)
        {
            Powers[exponent] = (byte)value;
            Logarithms[value] = (byte)exponent;
            value = (value << 1) ^ (value >= 128 ? 0x11D : 0);
        }
        // The product of (x - 2^i); the leading coefficient, always 1, is left out.
        Generators[0] = [];
        for (var degree = 1; degree < Generators.Length; degree++)
        {
            var (smaller, larger) = (Generators[degree - 1], new byte[degree]);
            for (var i = 0; i < degree; i++)
            {
                var fromLeft = i < smaller.Length ? smaller[i] : (byte)0;
                var above = i == 0 ? (byte)1 : smaller[i - 1];
                larger[i] = (byte)(fromLeft ^ Multiply(above, Powers[degree - 1]));
            }
            Generators[degree] = larger;
        }
    }

    /// <summary>The check codewords of a block; <paramref name="length"/> is 1 to 30.</summary>
    public static byte[] Remainder(ReadOnlySpan<byte> data, int length)
    {
        var generator = Generators[length];
        var remainder = new byte[length];
        foreach (var value in data)
        {
            var factor = (byte)(value ^ remainder[0]);
            remainder.AsSpan(1).CopyTo(remainder);
            remainder[^1] = 0;
            for (var i = 0; i < length; i++)
            {
                remainder[i] ^= Multiply(generator[i], factor);
            }
        }
        return remainder;
    }

    private static byte Multiply(byte a, byte b) =>
        a == 0 || b == 0 ? (byte)0 : Powers[(Logarithms[a] + Logarithms[b]) % 255];
}
