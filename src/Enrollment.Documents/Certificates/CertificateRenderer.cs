using System.Globalization;
using System.Runtime.CompilerServices;
using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using Enrollment.Documents.Designs;
using Enrollment.Documents.Pdf;
using Enrollment.Pipeline;

namespace Enrollment.Documents.Certificates;

/// <summary>Draws certificates as PDF/A-3A and PDF/UA-1 files on A4 landscape.</summary>
internal sealed class CertificateRenderer(CertificateTypefaces typefaces) : ICertificateRenderer
{
    private const string Version1 = "1";
    private const string Version2 = "2";
    private const string Signature = "Electronic signature of the center";
    private const string CredentialMediaType = "application/vc+ld+json";

    private readonly ShapedTextCache cache = new();
    private readonly ConditionalWeakTable<CertificateDesign, CompiledDesign> compiled = [];
    private readonly Lazy<StaticForm> background = new(Background.Create);

    public string CurrentTemplateVersion => Version1;

    public string DesignedTemplateVersion => Version2;

    public IReadOnlyList<FieldProblem> FindFaults(CertificateDesign design) =>
        CompiledDesign.FindFaults(design, typefaces);

    public IReadOnlyList<UnprintableCharacter> FindUnprintable(CertificateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var found = new List<UnprintableCharacter>();
        foreach (var (field, text, typeface) in PrintedTexts.Of(snapshot, typefaces))
        {
            foreach (var missing in TextShaper.FindMissing(text, typeface))
            {
                found.Add(
                    new(field, missing.Text, string.Create(CultureInfo.InvariantCulture, $"U+{missing.CodePoint:X4}"))
                );
            }
        }
        return found;
    }

    public byte[] Render(
        CertificateSnapshot snapshot,
        ReadOnlyMemory<byte> credential = default,
        CertificateDesign? design = null
    )
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var document = (snapshot.TemplateVersion, design) switch
        {
            (Version1, null) => DrawBuiltIn(snapshot),
            (Version2, not null) => DrawDesigned(snapshot, compiled.GetValue(design, CompiledDesign.Of)),
            _ => throw new InvalidOperationException(
                $"There is no certificate template \"{snapshot.TemplateVersion}\" {(design is null ? "without" : "with")} a design."
            ),
        };
        if (!credential.IsEmpty)
        {
            document.Attach(
                new(
                    ICertificateRenderer.CredentialFileName,
                    CredentialMediaType,
                    credential,
                    "Open Badges 3.0 credential"
                )
            );
        }
        return document.Save();
    }

    private PdfDocument DrawBuiltIn(CertificateSnapshot snapshot)
    {
        var document = new PdfDocument(
            new(
                $"Certificate {snapshot.Serial}: {snapshot.Names[0].Text}",
                snapshot.CenterName,
                "en",
                snapshot.IssuedOn
            )
        );
        var page = document.AddPage(Background.Width, Background.Height);
        page.BeginArtifact();
        page.Draw(background.Value);
        page.End();
        new CertificateSheet(snapshot, typefaces, cache, page, document.Structure).Draw();
        page.Sign(document.Structure.Add(new("Form") { Alternative = Signature }), new(Signature));
        return document;
    }

    private PdfDocument DrawDesigned(CertificateSnapshot snapshot, CompiledDesign design)
    {
        var tongue = design.Tongues[0];
        var document = new PdfDocument(
            new(
                $"{tongue["heading"]} {snapshot.Serial}: {snapshot.Names[0].Text}",
                snapshot.CenterName,
                tongue.Language,
                snapshot.IssuedOn
            )
        );
        var page = document.AddPage(design.Layout.Width, design.Layout.Height);
        page.BeginArtifact();
        page.Draw(design.Background);
        page.End();
        new DesignedSheet(snapshot, design, typefaces, new(page, document.Structure, cache), document.Structure).Draw();
        page.Sign(document.Structure.Add(new("Form") { Alternative = tongue["signature"] }), new(tongue["signature"]));
        return document;
    }
}
