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
    private const string Version3 = "3";
    private const string Signature = "Electronic signature of the center";
    private const string CredentialMediaType = "application/vc+ld+json";

    private readonly ShapedTextCache cache = new();
    private readonly ConditionalWeakTable<CertificateDesign, CompiledDesign> compiled = [];
    private readonly Lazy<StaticForm> background = new(Background.Create);

    public string CurrentTemplateVersion => Version1;

    public string DesignedTemplateVersion => Version3;

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
        var ready = Ready(snapshot, design);
        var document = new PdfDocument(
            ready is null
                ? new(
                    $"Certificate {snapshot.Serial}: {snapshot.Names[0].Text}",
                    snapshot.CenterName,
                    "en",
                    snapshot.IssuedOn
                )
                : new(
                    $"{ready.Tongues[0]["heading"]} {snapshot.Serial}: {snapshot.Names[0].Text}",
                    snapshot.CenterName,
                    ready.Tongues[0].Language,
                    snapshot.IssuedOn
                )
        );
        var page = Draw(document, document.Structure, snapshot, ready);
        var signature = ready?.Tongues[0]["signature"] ?? Signature;
        page.Sign(document.Structure.Add(new("Form") { Alternative = signature }), new(signature));
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

    public byte[] RenderForPrint(string title, IReadOnlyList<PrintSheet> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        var first = sheets[0].Certificate;
        var language = Ready(first, sheets[0].Design)?.Tongues[0].Language ?? "en";
        var document = new PdfDocument(new(title, first.CenterName, language, sheets.Max(s => s.Certificate.IssuedOn)));
        foreach (var (snapshot, design) in sheets)
        {
            Draw(document, document.Structure.Add(new("Sect")), snapshot, Ready(snapshot, design));
        }
        return document.Save();
    }

    /// <summary>The design made ready; null for the built-in one.</summary>
    private CompiledDesign? Ready(CertificateSnapshot snapshot, CertificateDesign? design) =>
        (snapshot.TemplateVersion, design) switch
        {
            (Version1, null) => null,
            (Version2 or Version3, not null) => compiled.GetValue(design, CompiledDesign.Of),
            _ => throw new InvalidOperationException(
                $"There is no certificate template \"{snapshot.TemplateVersion}\" {(design is null ? "without" : "with")} a design."
            ),
        };

    private PageContent Draw(
        PdfDocument document,
        StructureElement structure,
        CertificateSnapshot snapshot,
        CompiledDesign? design
    )
    {
        var page = document.AddPage(
            design?.Layout.Width ?? Background.Width,
            design?.Layout.Height ?? Background.Height
        );
        page.BeginArtifact();
        page.Draw(design?.Background ?? background.Value);
        page.End();
        if (design is null)
        {
            new CertificateSheet(snapshot, typefaces, cache, page, structure).Draw();
        }
        else
        {
            new DesignedSheet(snapshot, design, typefaces, new(page, structure, cache), structure).Draw();
        }
        return page;
    }
}
