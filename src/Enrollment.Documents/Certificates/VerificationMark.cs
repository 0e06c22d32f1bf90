using Enrollment.Documents.Pdf;
using Enrollment.Documents.QrCodes;

namespace Enrollment.Documents.Certificates;

/// <summary>The QR code with the address that verifies a certificate, on white with its quiet zone.</summary>
internal static class VerificationMark
{
    /// <summary>31 mm of modules, so that a printer that scales to 97 % still gives 30 mm (rule 30).</summary>
    public const double Side = 31 * 72 / 25.4;

    /// <param name="page">Where it is drawn.</param>
    /// <param name="structure">What its figure becomes a part of.</param>
    /// <param name="url">What it says.</param>
    /// <param name="alternative">What it is, in words.</param>
    /// <param name="at">Its lower left corner.</param>
    public static void Draw(
        PageContent page,
        StructureElement structure,
        string url,
        string alternative,
        (double Left, double Bottom) at
    )
    {
        var code = QrCode.Encode(url);
        var quiet = Side / code.Modules * QrCode.QuietZone;
        var (right, top) = (at.Left + Side, at.Bottom + Side);
        page.BeginArtifact();
        page.Fill(Palette.White);
        page.Rectangle(at.Left - quiet, at.Bottom - quiet, right + quiet, top + quiet);
        page.End();
        var figure = new StructureElement("Figure")
        {
            Alternative = alternative,
            Box = (at.Left, at.Bottom, right, top),
        };
        page.Begin(structure.Add(figure));
        page.Fill(new(0, 0, 0));
        page.DrawMask(code.Rows, code.Modules, at.Left, at.Bottom, Side);
        page.End();
    }
}
