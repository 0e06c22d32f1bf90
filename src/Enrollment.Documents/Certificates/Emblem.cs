using Enrollment.Documents.Designs;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// The emblem: a gear for the trade, and in it the sun with thirty-two rays over the waves of the steppe. Drawn about
/// the origin; the teeth reach to <see cref="Radius"/>.
/// </summary>
internal static class Emblem
{
    /// <summary>Outer radius in points.</summary>
    public const double Radius = 33;

    private const double Inner = 24.5;
    private const double Horizon = -5;

    public static StaticForm Create(DesignColors colors)
    {
        var output = new ByteWriter();
        Gear(output, colors);
        output.Ascii("q\n");
        CurvePath.Circle(output, 0, 0, Inner);
        output.Ascii("W n\n");
        Sun(output, colors);
        Steppe(output, colors);
        output.Ascii("Q\n");
        output.Stroke(colors.Accent, 0.9);
        CurvePath.Circle(output, 0, 0, Inner);
        output.Ascii("S\n");
        return new(output, (-Radius - 1, -Radius - 1, Radius + 1, Radius + 1));
    }

    private static void Gear(ByteWriter output, DesignColors colors)
    {
        const int teeth = 24;
        const double pitch = Math.Tau / teeth;
        const double root = Radius - 3.2;
        output.Fill(colors.Main);
        var corners = new List<(double X, double Y)>();
        for (var tooth = 0; tooth < teeth; tooth++)
        {
            // A tooth takes half of the pitch at its root and a little less at its tip.
            foreach (
                var (share, radius) in (ReadOnlySpan<(double, double)>)
                    [(-0.27, root), (-0.19, Radius), (0.19, Radius), (0.27, root)]
            )
            {
                corners.Add(At(radius, (Math.PI / 2) + ((tooth + share) * pitch)));
            }
        }
        CurvePath.Polygon(output, [.. corners]);
        CurvePath.Circle(output, 0, 0, Inner + 2.2);
        output.Ascii("f*\n");
        output.Fill(Palette.White);
        CurvePath.Circle(output, 0, 0, Inner);
        output.Ascii("f\n").Stroke(colors.PaleAccent, 0.45);
        CurvePath.Circle(output, 0, 0, root - 1.2);
        output.Ascii("S\n");
    }

    private static void Sun(ByteWriter output, DesignColors colors)
    {
        const int rays = 32;
        const double disc = 7.6;
        output.Fill(colors.Accent);
        CurvePath.Circle(output, 0, Horizon + 6, disc);
        for (var ray = 0; ray < rays; ray++)
        {
            var angle = (Math.PI / 2) + (ray * Math.Tau / rays);
            var reach = ray % 2 == 0 ? 17.2 : 13.8;
            ReadOnlySpan<(double X, double Y)> corners =
            [
                At(disc + 1.3, angle - 0.055),
                At(reach, angle),
                At(disc + 1.3, angle + 0.055),
            ];
            CurvePath.Polygon(
                output,
                (corners[0].X, corners[0].Y + Horizon + 6),
                (corners[1].X, corners[1].Y + Horizon + 6),
                (corners[2].X, corners[2].Y + Horizon + 6)
            );
        }
        output.Ascii("f\n");
    }

    // Three ridges, each lower and darker than the one behind it.
    private static void Steppe(ByteWriter output, DesignColors colors)
    {
        (double Height, double Swell, double Phase, Color Color)[] ridges =
        [
            (Horizon, 1.7, 0.6, colors.Pale),
            (Horizon - 5.2, 1.9, 2.7, colors.Middle),
            (Horizon - 10.6, 1.7, 4.9, colors.Main),
        ];
        foreach (var (height, swell, phase, color) in ridges)
        {
            output.Stroke(Palette.White, 0.7).Fill(color);
            CurvePath.Append(
                output,
                x => (x, height + (swell * Math.Sin((x / 6.4) + phase))),
                -Inner - 1,
                Inner + 1,
                16
            );
            output.Numbers(Inner + 1, -Inner - 2).Ascii("l ").Numbers(-Inner - 1, -Inner - 2).Ascii("l h B\n");
        }
    }

    private static (double X, double Y) At(double radius, double angle) =>
        (radius * Math.Cos(angle), radius * Math.Sin(angle));
}
