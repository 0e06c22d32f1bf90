using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// The styles of type on a certificate, from the Noto family (SIL Open Font License 1.1). Latin, Greek and Cyrillic
/// come from Noto Serif and Noto Sans, Arabic from Noto Naskh Arabic, Chinese from Noto Serif SC: its file has 15 MB
/// and is opened when a text first needs it.
/// </summary>
internal sealed class CertificateTypefaces
{
    /// <param name="directory">The folder with the .ttf files.</param>
    public CertificateTypefaces(string directory)
    {
        var serif = Face("NotoSerif_500Medium.ttf", "NotoSerif-Medium", isSerif: true);
        var italic = Face("NotoSerif_400Regular_Italic.ttf", "NotoSerif-Italic", isSerif: true, isItalic: true);
        var sans = Face("NotoSans_400Regular.ttf", "NotoSans-Regular");
        var arabic = Face("NotoNaskhArabic_500Medium.ttf", "NotoNaskhArabic-Medium");
        var chinese = Face("NotoSerifSC_500Medium.ttf", "NotoSerifSC-Medium", isSerif: true);
        Serif = new(serif, sans, arabic, chinese);
        Italic = new(italic, serif, sans, arabic, chinese);
        Sans = new(sans, serif, arabic, chinese);

        Lazy<FontFace> Face(string file, string name, bool isSerif = false, bool isItalic = false) =>
            new(() => new FontFace(Path.Combine(directory, file), name, isSerif, isItalic));
    }

    /// <summary>Heading, names, titles.</summary>
    public Typeface Serif { get; }

    /// <summary>The connecting phrases.</summary>
    public Typeface Italic { get; }

    /// <summary>Everything small.</summary>
    public Typeface Sans { get; }
}
