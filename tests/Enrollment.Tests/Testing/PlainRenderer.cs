using System.Text;
using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using Enrollment.Pipeline;

namespace Enrollment.Tests.Testing;

/// <summary>
/// "Draws" a snapshot as its own JSON: deterministic and fast, and the content of a file can be compared. Characters of
/// the private use area are the ones that it can't draw.
/// </summary>
sealed class PlainRenderer : ICertificateRenderer
{
    internal const char Undrawable = '\uE000';

    public string CurrentTemplateVersion => "plain";

    public string DesignedTemplateVersion => "plain";

    public IReadOnlyList<FieldProblem> FindFaults(CertificateDesign design) => [];

    public IReadOnlyList<UnprintableCharacter> FindUnprintable(CertificateSnapshot snapshot) =>
        [
            .. snapshot
                .Names.Select((name, index) => (name, index))
                .Where(n => n.name.Text.Contains(Undrawable, StringComparison.Ordinal))
                .Select(n => new UnprintableCharacter($"names[{n.index}].text", Undrawable.ToString(), "U+E000")),
        ];

    public byte[] Render(
        CertificateSnapshot snapshot,
        ReadOnlyMemory<byte> credential = default,
        CertificateDesign? design = null
    ) => [.. Encoding.UTF8.GetBytes(SnapshotJson.Write(snapshot)), .. credential.Span];

    public byte[] RenderForPrint(string title, IReadOnlyList<PrintSheet> sheets) =>
        [.. sheets.SelectMany(sheet => Render(sheet.Certificate))];
}
