using Enrollment.Certificates.Designs;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Designs;

/// <summary>The colors of a sheet, all from the two that a design names; text keeps the ink of every certificate.</summary>
internal sealed record DesignColors(Color Main, Color Pale, Color Mist, Color Middle, Color Accent, Color PaleAccent)
{
    /// <summary>Those of the built-in certificate.</summary>
    public static readonly DesignColors BuiltIn = new(
        Palette.Teal,
        Palette.PaleTeal,
        Palette.Mist,
        new(0x4D, 0x8A, 0x8F),
        Palette.Gold,
        Palette.PaleGold
    );

    /// <summary>The least contrast of the main color with white: WCAG 2.2, 1.4.3.</summary>
    public const double LeastContrast = 4.5;

    public static DesignColors Of(CertificateDesign design)
    {
        var (main, accent) = (Parse(design.Color), Parse(design.Accent));
        return new(main, Tint(main, 0.5), Tint(main, 0.91), Tint(main, 0.24), accent, Tint(accent, 0.5));
    }

    public static Color Parse(string hex) =>
        new(Convert.ToByte(hex[1..3], 16), Convert.ToByte(hex[3..5], 16), Convert.ToByte(hex[5..7], 16));

    /// <summary>Contrast with white, 1 to 21, as WCAG 2.2 defines it.</summary>
    public static double Contrast(Color color)
    {
        var luminance = (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));
        return 1.05 / (luminance + 0.05);

        static double Linear(byte part)
        {
            var share = part / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
    }

    private static Color Tint(Color color, double white)
    {
        return new(Mixed(color.Red), Mixed(color.Green), Mixed(color.Blue));

        byte Mixed(byte part) => (byte)Math.Round(part + ((255 - part) * white));
    }
}
