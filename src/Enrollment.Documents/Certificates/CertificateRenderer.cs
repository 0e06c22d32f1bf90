using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>Draws certificates as PDF/A-3A and PDF/UA-1 files on A4 landscape.</summary>
internal sealed class CertificateRenderer(CertificateTypefaces typefaces) : ICertificateRenderer
{
    private const string Version1 = "1";
    private const string Signature = "Electronic signature of the center";
    private const string CredentialMediaType = "application/vc+ld+json";

    private readonly ShapedTextCache cache = new();
    private readonly Lazy<StaticForm> background = new(Background.Create);

    public string CurrentTemplateVersion => Version1;

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

    public byte[] Render(CertificateSnapshot snapshot, ReadOnlyMemory<byte> credential = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.TemplateVersion != Version1)
        {
            throw new InvalidOperationException($"There is no certificate template \"{snapshot.TemplateVersion}\".");
        }
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
}
