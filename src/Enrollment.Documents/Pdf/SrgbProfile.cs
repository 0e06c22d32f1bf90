using System.Buffers.Binary;
using System.Text;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// An ICC profile of the sRGB color space, made from the figures of IEC 61966-2-1: the primaries and white point as
/// chromaticities, adapted to D50 by the Bradford transform, and the published curve as a parametric one
/// (ICC.1:2004-10, profile version 4.2). It is the output intent of every document.
/// </summary>
internal static class SrgbProfile
{
    // The illuminant of the profile connection space as ICC.1 gives it (7.2.16).
    private static readonly double[] D50 = [0.9642, 1.0, 0.8249];

    private static readonly double[,] Bradford =
    {
        { 0.8951, 0.2664, -0.1614 },
        { -0.7502, 1.7135, 0.0367 },
        { 0.0389, -0.0685, 1.0296 },
    };

    private static readonly Lazy<byte[]> Made = new(() => Flate.CompressOnce(Create()));

    /// <summary>The profile as a FlateDecode stream.</summary>
    public static byte[] Compressed => Made.Value;

    /// <summary>The profile as it stands in a file.</summary>
    public static byte[] Create()
    {
        var adaptation = AdaptationToD50();
        var primaries = Multiply(adaptation, PrimariesToXyz());
        var curve = Parametric(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
        (string Signature, byte[] Data)[] tags =
        [
            ("desc", Localized("sRGB IEC61966-2.1")),
            ("cprt", Localized("No copyright, use freely")),
            ("wtpt", Xyz(D50)),
            ("chad", Fixed("sf32", [.. adaptation.Cast<double>()])),
            ("rXYZ", Xyz([primaries[0, 0], primaries[1, 0], primaries[2, 0]])),
            ("gXYZ", Xyz([primaries[0, 1], primaries[1, 1], primaries[2, 1]])),
            ("bXYZ", Xyz([primaries[0, 2], primaries[1, 2], primaries[2, 2]])),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve),
        ];
        return Assemble(tags);
    }

    private static byte[] Assemble((string Signature, byte[] Data)[] tags)
    {
        const int headerLength = 128;
        var offset = headerLength + 4 + (12 * tags.Length);
        var table = new List<byte>(offset);
        var data = new List<byte>();
        var placed = new Dictionary<byte[], int>();
        table.AddRange(Big(tags.Length));
        foreach (var (signature, bytes) in tags)
        {
            // The three curves are one array and share one place.
            if (placed.TryAdd(bytes, offset + data.Count))
            {
                data.AddRange(bytes);
                data.AddRange(new byte[(4 - (data.Count % 4)) % 4]);
            }
            table.AddRange([.. Encoding.ASCII.GetBytes(signature), .. Big(placed[bytes]), .. Big(bytes.Length)]);
        }
        return [.. Header(offset + data.Count), .. table, .. data];
    }

    // ICC.1:2004-10, 7.2; the date is that of the specification of sRGB's amendment, any fixed one would do.
    private static byte[] Header(int size)
    {
        var header = new byte[128];
        Big(size).CopyTo(header, 0);
        Big(0x04200000).CopyTo(header, 8);
        Encoding.ASCII.GetBytes("mntrRGB XYZ ").CopyTo(header, 12);
        ReadOnlySpan<short> date = [2003, 1, 1, 0, 0, 0];
        for (var i = 0; i < date.Length; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(24 + (2 * i)), date[i]);
        }
        Encoding.ASCII.GetBytes("acsp").CopyTo(header, 36);
        for (var i = 0; i < 3; i++)
        {
            Big(Fixed16(D50[i])).CopyTo(header, 68 + (4 * i));
        }
        return header;
    }

    // Columns: XYZ of the red, green and blue primary at full strength, which together give the white point D65.
    private static double[,] PrimariesToXyz()
    {
        double[,] columns = new double[3, 3];
        (double X, double Y)[] chromaticities = [(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)];
        for (var i = 0; i < 3; i++)
        {
            var (x, y) = chromaticities[i];
            (columns[0, i], columns[1, i], columns[2, i]) = (x / y, 1, (1 - x - y) / y);
        }
        var strengths = Multiply(Invert(columns), D65());
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                columns[row, column] *= strengths[column];
            }
        }
        return columns;
    }

    private static double[] D65()
    {
        const double x = 0.3127;
        const double y = 0.3290;
        return [x / y, 1, (1 - x - y) / y];
    }

    private static double[,] AdaptationToD50()
    {
        var source = Multiply(Bradford, D65());
        var target = Multiply(Bradford, D50);
        double[,] scale =
        {
            { target[0] / source[0], 0, 0 },
            { 0, target[1] / source[1], 0 },
            { 0, 0, target[2] / source[2] },
        };
        return Multiply(Invert(Bradford), Multiply(scale, Bradford));
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var product = new double[3, 3];
        for (var column = 0; column < 3; column++)
        {
            var vector = Multiply(a, [b[0, column], b[1, column], b[2, column]]);
            (product[0, column], product[1, column], product[2, column]) = (vector[0], vector[1], vector[2]);
        }
        return product;
    }

    private static double[] Multiply(double[,] a, double[] v) =>
        [
            (a[0, 0] * v[0]) + (a[0, 1] * v[1]) + (a[0, 2] * v[2]),
            (a[1, 0] * v[0]) + (a[1, 1] * v[1]) + (a[1, 2] * v[2]),
            (a[2, 0] * v[0]) + (a[2, 1] * v[1]) + (a[2, 2] * v[2]),
        ];

    private static double[,] Invert(double[,] m)
    {
        var inverse = new double[3, 3];
        var determinant = 0.0;
        for (var i = 0; i < 3; i++)
        {
            determinant += m[0, i] * Cofactor(m, 0, i);
        }
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                inverse[column, row] = Cofactor(m, row, column) / determinant;
            }
        }
        return inverse;
    }

    // With cyclic indices the sign of a 3 x 3 cofactor comes out by itself.
    private static double Cofactor(double[,] m, int row, int column)
    {
        var (r1, r2, c1, c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
        return (m[r1, c1] * m[r2, c2]) - (m[r1, c2] * m[r2, c1]);
    }

    private static byte[] Xyz(double[] values) => Fixed("XYZ ", values);

    // Curve of type 3 (10.15): ((a x + b) to the power of g) from d on, c x below it.
    private static byte[] Parametric(double g, double a, double b, double c, double d)
    {
        var curve = Fixed("para", [0, g, a, b, c, d]);
        BinaryPrimitives.WriteInt16BigEndian(curve.AsSpan(8), 3);
        return curve;
    }

    private static byte[] Fixed(string type, ReadOnlySpan<double> values)
    {
        var data = new byte[8 + (4 * values.Length)];
        Encoding.ASCII.GetBytes(type).CopyTo(data, 0);
        for (var i = 0; i < values.Length; i++)
        {
            Big(Fixed16(values[i])).CopyTo(data, 8 + (4 * i));
        }
        return data;
    }

    // One record of the type "mluc" (10.13): English, United States.
    private static byte[] Localized(string text)
    {
        var utf16 = Encoding.BigEndianUnicode.GetBytes(text);
        return [.. "mluc"u8, .. Big(0), .. Big(1), .. Big(12), .. "enUS"u8, .. Big(utf16.Length), .. Big(28), .. utf16];
    }

    private static int Fixed16(double value) => (int)Math.Round(value * 65536, MidpointRounding.AwayFromZero);

    private static byte[] Big(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
