using Enrollment.Certificates.Designs;
using Enrollment.Documents.Certificates;

namespace Enrollment.Documents.Designs;

/// <summary>Where things are on a sheet, in points from its lower left corner.</summary>
/// <param name="Width">Of the sheet.</param>
/// <param name="Height">Of the sheet.</param>
/// <param name="Top">Upper edge of the stack of texts, below the emblem where there is one on the border.</param>
/// <param name="Bottom">Lower edge of the stack.</param>
/// <param name="Column">Width of the stack.</param>
/// <param name="SignatureLine">Height of the lines to sign on.</param>
/// <param name="RegisterWidth">Width of the entries of the register.</param>
internal sealed record SheetLayout(
    double Width,
    double Height,
    double Top,
    double Bottom,
    double Column,
    double SignatureLine,
    double RegisterWidth
)
{
    /// <summary>Distance of the foot from the sides.</summary>
    public const double Side = 72;

    public double Middle => Width / 2;

    public bool IsPortrait => Height > Width;

    public static SheetLayout Of(DesignStyle style, bool hasLogo) =>
        style switch
        {
            DesignStyle.Portrait => new(
                Background.Height,
                Background.Width,
                hasLogo ? 776 : 746,
                252,
                430,
                204,
                Background.Height - (2 * Side) - VerificationMark.Side - 30
            ),
            DesignStyle.Plain => new(Background.Width, Background.Height, 540, 168, 660, 119, 190),
            _ => new(Background.Width, Background.Height, hasLogo ? 530 : 502, 168, 648, 119, 190),
        };
}
