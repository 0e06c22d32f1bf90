using System.Globalization;
using Enrollment.Certificates.Designs;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Pipeline;

namespace Enrollment.Documents.Designs;

/// <summary>A design made ready to draw with: everything that is the same on each of its certificates.</summary>
internal sealed class CompiledDesign
{
    private CompiledDesign(CertificateDesign design)
    {
        Layout = SheetLayout.Of(design.Style, design.Logo is not null);
        Colors = DesignColors.Of(design);
        Tongues =
        [
            .. design.Languages.Select(language => new Tongue(
                language,
                design.Words.FirstOrDefault(words => words.Language == language)
            )),
        ];
        Logo = design.Logo is { } svg ? LogoDrawing.Read(svg) : null;
        var hasEmblemOnBorder = Logo is null && design.Style != DesignStyle.Plain;
        Background =
            design.Style == DesignStyle.Plain
                ? PlainBackground.Create(Layout, Colors)
                : Certificates.Background.Create(Layout.Width, Layout.Height, Colors, hasEmblemOnBorder);
        Emblem = Logo is null && !hasEmblemOnBorder ? Certificates.Emblem.Create(Colors) : null;
        Signatures = design.Signatures.ToDictionary(
            signature => signature.Signatory,
            signature => SignaturePicture.Read(signature.Image),
            StringComparer.Ordinal
        );
    }

    public SheetLayout Layout { get; }
    public DesignColors Colors { get; }

    /// <summary>The principal language first.</summary>
    public IReadOnlyList<Tongue> Tongues { get; }
    public StaticForm Background { get; }

    /// <summary>The drawing and its size; null where there is none.</summary>
    public (StaticForm Form, double Width, double Height)? Logo { get; }

    /// <summary>The emblem where it stands among the texts; null where it is on the border, or a logo takes its place.</summary>
    public StaticForm? Emblem { get; }

    /// <summary>By the signatory's name.</summary>
    public IReadOnlyDictionary<string, StaticImage> Signatures { get; }

    /// <exception cref="DesignFault">It has a fault that <see cref="FindFaults"/> names.</exception>
    public static CompiledDesign Of(CertificateDesign design) => new(design);

    /// <summary>What keeps a design from being drawn, by field.</summary>
    public static IReadOnlyList<FieldProblem> FindFaults(CertificateDesign design, CertificateTypefaces typefaces)
    {
        var faults = new List<FieldProblem>();
        var contrast = DesignColors.Contrast(DesignColors.Parse(design.Color));
        if (contrast < DesignColors.LeastContrast)
        {
            faults.Add(
                new(
                    "design.color",
                    "color_too_pale",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Its contrast with white is {contrast:0.0} to 1; titles need at least 4.5 to 1. Choose a darker one."
                    )
                )
            );
        }
        Try("design.logo", () => design.Logo is { } logo ? LogoDrawing.Read(logo) : default);
        for (var i = 0; i < design.Signatures.Count; i++)
        {
            var image = design.Signatures[i].Image;
            Try(
                string.Create(CultureInfo.InvariantCulture, $"design.signatures[{i}].image"),
                () => SignaturePicture.Read(image)
            );
        }
        for (var i = 0; i < design.Words.Count; i++)
        {
            var words = design.Words[i];
            foreach (
                var (field, text) in (ReadOnlySpan<(string, string?)>)
                    [("heading", words.Heading), ("certify", words.Certify), ("completed", words.Completed)]
            )
            {
                foreach (var missing in TextShaper.FindMissing(text ?? "", typefaces.Serif))
                {
                    faults.Add(
                        new(
                            string.Create(CultureInfo.InvariantCulture, $"design.words[{i}].{field}"),
                            "unprintable_character",
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"No font has the character '{missing.Text}' (U+{missing.CodePoint:X4}). Correct the text."
                            )
                        )
                    );
                }
            }
        }
        return faults;

        void Try<T>(string field, Func<T> read)
        {
            try
            {
                _ = read();
            }
            catch (DesignFault fault)
            {
                faults.Add(new(field, fault.Code, fault.Message));
            }
        }
    }
}
