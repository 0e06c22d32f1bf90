using System.Globalization;
using System.Text;

namespace Enrollment.Credentials.Baking;

/// <summary>
/// The picture of a badge as SVG, drawn from a formula like the emblem of the printed certificate: a gear for the trade,
/// in it the sun with thirty-two rays over the waves of the steppe, and a ring of pearls, one for each unit of the level.
/// </summary>
public static class BadgePicture
{
    const double Radius = 100;
    const double Root = 91;
    const double Inner = 68;
    const double Horizon = 12;
    const string Teal = "#1B5E66";
    const string Gold = "#B89245";

    /// <summary>A square picture without text, so that it is the same in every language.</summary>
    /// <param name="title">What a screen reader says: the course's title.</param>
    /// <param name="level">Level of the national qualifications framework, 1 to 8; null for none.</param>
    public static string Draw(string title, int? level)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        if (level is < 1 or > 8)
            throw new ArgumentOutOfRangeException(nameof(level), level, "From 1 to 8.");
        var name = System.Security.SecurityElement.Escape(title);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="-104 -104 208 208" role="img" aria-label="{name}">
            <title>{name}</title>
            <clipPath id="sky"><circle r="{Number(Inner)}"/></clipPath>
            <path fill="{Teal}" d="{Gear()}"/>
            <circle r="79" fill="none" stroke="#DBC693" stroke-width="1.2"/>
            {Pearls(level ?? 0)}<circle r="{Number(Inner)}" fill="#FFFFFF"/>
            <g clip-path="url(#sky)">
            <circle cy="-4" r="21" fill="{Gold}"/>
            <path fill="{Gold}" d="{Rays()}"/>
            {Ridges()}</g>
            <circle r="{Number(Inner)}" fill="none" stroke="{Gold}" stroke-width="2.4"/>
            </svg>
            """;
    }

    // Twenty-four teeth; each takes half of the pitch at its root and a little less at its tip.
    static string Gear()
    {
        const int teeth = 24;
        const double pitch = Math.Tau / teeth;
        (double Share, double Radius)[] tooth = [(-0.27, Root), (-0.19, Radius), (0.19, Radius), (0.27, Root)];
        return Polygon(
            Enumerable
                .Range(0, teeth)
                .SelectMany(i => tooth.Select(corner => At(corner.Radius, (i + corner.Share) * pitch)))
        );
    }

    static string Pearls(int count)
    {
        const double step = Math.Tau / 24;
        var pearls = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var (x, y) = At(79, (i - ((count - 1) / 2.0)) * step);
            pearls.Append(
                CultureInfo.InvariantCulture,
                $"""<circle cx="{Number(x)}" cy="{Number(y)}" r="4.2" fill="{Gold}"/>"""
            );
            pearls.Append('\n');
        }

        return pearls.ToString();
    }

    static string Rays()
    {
        const int rays = 32;
        return string.Concat(
            Enumerable
                .Range(0, rays)
                .Select(ray =>
                {
                    var angle = ray * Math.Tau / rays;
                    var reach = ray % 2 == 0 ? 47 : 38;
                    return Polygon([Sun(24.5, angle - 0.055), Sun(reach, angle), Sun(24.5, angle + 0.055)]);
                })
        );

        static (double, double) Sun(double radius, double angle) =>
            At(radius, angle) is var (x, y) ? (x, y - 4) : default;
    }

    // Three ridges, each lower and darker than the one behind it.
    static string Ridges()
    {
        (double Height, double Swell, double Phase, string Color)[] ridges =
        [
            (Horizon, 4.7, 0.6, "#8FB5B7"),
            (Horizon + 14.5, 5.3, 2.7, "#4D8A8F"),
            (Horizon + 29.5, 4.7, 4.9, Teal),
        ];
        var paths = new StringBuilder();
        foreach (var (height, swell, phase, color) in ridges)
        {
            var crest = Enumerable
                .Range(0, 49)
                .Select(i => -72 + (i * 3.0))
                .Select(x => (x, height - (swell * Math.Sin((x / 17.8) + phase))));
            var outline = Polygon([.. crest, (72, 76), (-72, 76)]);
            paths.Append(
                CultureInfo.InvariantCulture,
                $"""<path fill="{color}" stroke="#FFFFFF" stroke-width="2" stroke-linejoin="round" d="{outline}"/>"""
            );
            paths.Append('\n');
        }

        return paths.ToString();
    }

    static string Polygon(IEnumerable<(double X, double Y)> corners) =>
        "M" + string.Join('L', corners.Select(corner => $"{Number(corner.X)} {Number(corner.Y)}")) + "Z";

    /// <summary>From the top, clockwise.</summary>
    static (double X, double Y) At(double radius, double angle) =>
        (radius * Math.Sin(angle), -radius * Math.Cos(angle));

    static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
