using Enrollment.Documents.Designs;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// What stands behind the text of every certificate: a border of guilloche line work, a rosette in each corner, a pale
/// one in the middle, and the emblem on the upper border. All of it comes from formulas; nothing in it is text.
/// </summary>
internal static class Background
{
    /// <summary>A4 landscape in points.</summary>
    public const double Width = 841.89;
    public const double Height = 595.276;

    /// <summary>Distance from the edge of the sheet within which no text may stand, in points.</summary>
    public const double Frame = 56;

    // The band of line work runs along this line, at this distance from the edge.
    private const double Axis = 38;
    private const double TileLength = 24;

    /// <summary>How far below the upper edge the middle of the emblem lies.</summary>
    private const double EmblemDepth = 50.5;

    /// <summary>The background of the built-in certificate.</summary>
    public static StaticForm Create() => Create(Width, Height, DesignColors.BuiltIn, hasEmblem: true);

    /// <summary>The same on a sheet of another size, in other colors; without the emblem the upper border goes through.</summary>
    public static StaticForm Create(double width, double height, DesignColors colors, bool hasEmblem)
    {
        var output = new ByteWriter();
        Place(output, "M", width / 2, (height / 2) - 5.638);
        Rules(output, width, height, colors);
        Band(output, width - (2 * Axis), Axis, Axis, 0);
        Band(output, width - (2 * Axis), Axis, height - Axis, 0);
        Band(output, height - (2 * Axis), Axis, Axis, Math.PI / 2);
        Band(output, height - (2 * Axis), width - Axis, Axis, Math.PI / 2);
        foreach (var x in (ReadOnlySpan<double>)[Axis, width - Axis])
        {
            foreach (var y in (ReadOnlySpan<double>)[Axis, height - Axis])
            {
                Clear(output, x, y, 25);
                Place(output, "C", x, y);
            }
        }
        if (hasEmblem)
        {
            var middle = height - EmblemDepth;
            Clear(output, width / 2, middle, Emblem.Radius + 4.8);
            output.Stroke(colors.Accent, 0.5);
            CurvePath.Circle(output, width / 2, middle, Emblem.Radius + 4.4);
            output.Ascii("S\n");
            Place(output, "E", width / 2, middle);
        }
        return new(
            output,
            (0, 0, width, height),
            ("M", Watermark(colors)),
            ("T", Tile(colors)),
            ("C", Corner(colors)),
            ("E", Emblem.Create(colors))
        );
    }

    private static void Rules(ByteWriter output, double width, double height, DesignColors colors)
    {
        foreach (
            var (inset, thickness, color) in (ReadOnlySpan<(double, double, Color)>)
                [
                    (Axis - 14, 1.1, colors.Main),
                    (Axis - 11, 0.4, colors.Accent),
                    (Axis + 11, 0.4, colors.Accent),
                    (Axis + 14, 1.1, colors.Main),
                ]
        )
        {
            output.Stroke(color, thickness);
            output.Numbers(inset, inset, width - (2 * inset), height - (2 * inset)).Ascii("re S\n");
        }
    }

    // A whole number of tiles, stretched by a trifle to fill the side exactly.
    private static void Band(ByteWriter output, double length, double x, double y, double angle)
    {
        var tiles = (int)Math.Round(length / TileLength);
        output.Ascii("q 1 0 0 1 ").Numbers(x, y).Ascii("cm\n").Rotate(angle);
        var stretch = (length / tiles / TileLength).ToString(
            "0.#####",
            System.Globalization.CultureInfo.InvariantCulture
        );
        output.Ascii(stretch).Ascii(" 0 0 1 0 0 cm\n");
        for (var tile = 0; tile < tiles; tile++)
        {
            output.Ascii("/T Do 1 0 0 1 ").Number(TileLength).Ascii(" 0 cm\n");
        }
        output.Ascii("Q\n");
    }

    // One wavelength of the band: waves of two frequencies, shifted against each other, weave a net.
    private static StaticForm Tile(DesignColors colors)
    {
        const int strands = 10;
        var output = new ByteWriter();
        output.Stroke(colors.Main, 0.32);
        for (var strand = 0; strand < strands; strand++)
        {
            var shift = Math.Tau * strand / strands;
            CurvePath.Append(
                output,
                t =>
                    (
                        t * TileLength,
                        8.4
                            * (
                                (0.78 * Math.Sin((Math.Tau * t) + shift))
                                + (0.22 * Math.Sin((3 * Math.Tau * t) - shift))
                            )
                    ),
                0,
                1,
                10
            );
        }
        output.Ascii("S\n").Stroke(colors.Accent, 0.5);
        foreach (var sign in (ReadOnlySpan<double>)[-1, 1])
        {
            CurvePath.Append(output, t => (t * TileLength, sign * 3.2 * Math.Cos(2 * Math.Tau * t)), 0, 1, 8);
        }
        output.Ascii("S\n");
        return new(output, (-1, -11, TileLength + 1, 11));
    }

    private static StaticForm Corner(DesignColors colors)
    {
        var output = new ByteWriter();
        Rosette(output, 24, 12, 8, 0.70, colors.Main, 0.32);
        Rosette(output, 13.5, 12, 5, 0.55, colors.Accent, 0.4);
        output.Fill(colors.Main);
        CurvePath.Circle(output, 0, 0, 2.2);
        output.Ascii("f\n").Stroke(colors.Main, 0.8);
        CurvePath.Circle(output, 0, 0, 24.4);
        output.Ascii("S\n");
        return new(output, (-25, -25, 25, 25));
    }

    private static StaticForm Watermark(DesignColors colors)
    {
        var output = new ByteWriter();
        Rosette(output, 212, 24, 12, 0.74, colors.Mist, 0.6);
        Rosette(output, 150, 16, 8, 0.52, colors.Mist, 0.6);
        return new(output, (-214, -214, 214, 214));
    }

    // Rings that swing between the outer radius and a share of it, as many times as there are petals, each ring turned a
    // little against the one before. So all of it is one petal, turned again and again.
    private static void Rosette(
        ByteWriter output,
        double radius,
        int petals,
        int rings,
        double share,
        Color color,
        double width
    )
    {
        var petal = new ByteWriter();
        CurvePath.Append(
            petal,
            t =>
            {
                var r = radius * (((1 + share) / 2) + ((1 - share) / 2 * Math.Cos(petals * t)));
                return (r * Math.Cos(t), r * Math.Sin(t));
            },
            0,
            Math.Tau / petals,
            8
        );
        petal.Ascii("S\n").Rotate(Math.Tau / (petals * rings));
        output.Ascii("q\n").Stroke(color, width);
        for (var i = 0; i < petals * rings; i++)
        {
            output.Bytes(petal.Written);
        }
        output.Ascii("Q\n");
    }

    private static void Clear(ByteWriter output, double x, double y, double radius)
    {
        output.Fill(Palette.White);
        CurvePath.Circle(output, x, y, radius);
        output.Ascii("f\n");
    }

    private static void Place(ByteWriter output, string name, double x, double y) =>
        output.Ascii("q 1 0 0 1 ").Numbers(x, y).Ascii("cm /").Ascii(name).Ascii(" Do Q\n");
}
