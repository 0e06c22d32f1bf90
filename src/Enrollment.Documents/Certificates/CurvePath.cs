using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>Writes plane curves that are given by a formula as Bézier paths.</summary>
internal static class CurvePath
{
    /// <summary>
    /// Appends the curve for a parameter from <paramref name="from"/> to <paramref name="to"/>, in that many cubic
    /// segments (Hermite form: ends and tangents agree with the formula). The path is left open and unpainted.
    /// </summary>
    public static void Append(
        ByteWriter output,
        Func<double, (double X, double Y)> curve,
        double from,
        double to,
        int segments
    )
    {
        output.Points(curve(from)).Ascii("m\n");
        Continue(output, curve, from, to, segments);
    }

    /// <summary>The same from where a path has come to, which is the curve's first point.</summary>
    public static void Continue(
        ByteWriter output,
        Func<double, (double X, double Y)> curve,
        double from,
        double to,
        int segments
    )
    {
        var step = (to - from) / segments;
        var (start, slope) = (curve(from), Slope(curve, from));
        for (var i = 1; i <= segments; i++)
        {
            var t = from + (i * step);
            var (end, endSlope) = (curve(t), Slope(curve, t));
            output.Points(
                (start.X + (slope.X * step / 3), start.Y + (slope.Y * step / 3)),
                (end.X - (endSlope.X * step / 3), end.Y - (endSlope.Y * step / 3)),
                end
            );
            output.Ascii("c\n");
            (start, slope) = (end, endSlope);
        }
    }

    /// <summary>Appends a full circle.</summary>
    public static void Circle(ByteWriter output, double x, double y, double radius)
    {
        Append(output, t => (x + (radius * Math.Cos(t)), y + (radius * Math.Sin(t))), 0, Math.Tau, 8);
        output.Ascii("h\n");
    }

    /// <summary>Appends a closed polygon.</summary>
    public static void Polygon(ByteWriter output, params ReadOnlySpan<(double X, double Y)> corners)
    {
        for (var i = 0; i < corners.Length; i++)
        {
            output.Points(corners[i]).Ascii(i == 0 ? "m\n" : "l\n");
        }
        output.Ascii("h\n");
    }

    /// <summary>The matrix of a turn by an angle in radians about the origin, as an operator.</summary>
    public static ByteWriter Rotate(this ByteWriter output, double angle) =>
        output.Matrix(Math.Cos(angle), Math.Sin(angle), -Math.Sin(angle), Math.Cos(angle));

    // A hundredth of a point is finer than any press; more decimals would only make the file larger.
    private static ByteWriter Points(this ByteWriter output, params ReadOnlySpan<(double X, double Y)> points)
    {
        foreach (var (x, y) in points)
        {
            output.Numbers(Math.Round(x, 2), Math.Round(y, 2));
        }
        return output;
    }

    private static ByteWriter Matrix(this ByteWriter output, double a, double b, double c, double d)
    {
        // Nine decimals: a figure is turned hundreds of times in a row, and the errors add up.
        foreach (var value in (ReadOnlySpan<double>)[a, b, c, d])
        {
            output.Ascii(value.ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture)).Ascii(" ");
        }
        return output.Ascii("0 0 cm\n");
    }

    private static (double X, double Y) Slope(Func<double, (double X, double Y)> curve, double t)
    {
        const double h = 1e-5;
        var (before, after) = (curve(t - h), curve(t + h));
        return ((after.X - before.X) / (2 * h), (after.Y - before.Y) / (2 * h));
    }
}
