using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// The styles of type on a certificate, from the Noto family (SIL Open Font License 1.1). Latin, Greek and Cyrillic
/// come from Noto Serif and Noto Sans, other scripts from families of their own: a file is opened when a text first needs
/// it, that of Chinese has 15 MB.
/// </summary>
internal sealed class CertificateTypefaces
{
    // What serial numbers, codes, addresses and dates are made of.
    private const string RegisterCharacters = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-./:";

    /// <param name="directory">The folder with the .ttf files.</param>
    public CertificateTypefaces(string directory)
    {
        var serif = Face("NotoSerif_500Medium.ttf", path => new(path, "NotoSerif-Medium", isSerif: true));
        var italic = Face(
            "NotoSerif_400Regular_Italic.ttf",
            path => new(path, "NotoSerif-Italic", isSerif: true, isItalic: true) { Programs = new() }
        );
        var sans = Face(
            "NotoSans_400Regular.ttf",
            path => new(path, "NotoSans-Regular") { Programs = new(), AlwaysText = RegisterCharacters }
        );
        var arabic = Face("NotoNaskhArabic_500Medium.ttf", path => new(path, "NotoNaskhArabic-Medium"));
        var thai = Face("NotoSansThai_500Medium.ttf", path => new(path, "NotoSansThai-Medium"));
        var georgian = Face("NotoSansGeorgian_500Medium.ttf", path => new(path, "NotoSansGeorgian-Medium"));
        var armenian = Face("NotoSansArmenian_500Medium.ttf", path => new(path, "NotoSansArmenian-Medium"));
        var hebrew = Face("NotoSerifHebrew_500Medium.ttf", path => new(path, "NotoSerifHebrew-Medium", isSerif: true));
        var chinese = Face("NotoSerifSC_500Medium.ttf", path => new(path, "NotoSerifSC-Medium", isSerif: true));
        Lazy<FontFace>[] others = [arabic, thai, georgian, armenian, hebrew, chinese];
        Serif = new([serif, sans, .. others]);
        Italic = new([italic, serif, sans, .. others]);
        Sans = new([sans, serif, .. others]);

        Lazy<FontFace> Face(string file, Func<string, FontFace> open) => new(() => open(Path.Combine(directory, file)));
    }

    /// <summary>Heading, names, titles.</summary>
    public Typeface Serif { get; }

    /// <summary>The connecting phrases.</summary>
    public Typeface Italic { get; }

    /// <summary>Everything small.</summary>
    public Typeface Sans { get; }
}
