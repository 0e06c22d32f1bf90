using Enrollment.Certificates;
using Enrollment.Certificates.Designs;

namespace Enrollment.Tests.Documents;

/// <summary>A rendered certificate in a folder of its own, which is deleted afterwards.</summary>
internal sealed class PdfOnDisk : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("certificate-");

    public PdfOnDisk(CertificateSnapshot snapshot, CertificateDesign? design = null)
    {
        Path = In("certificate.pdf");
        File.WriteAllBytes(Path, CertificateSamples.Renderer.Render(snapshot, default, design));
    }

    public string Path { get; }

    public string In(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>The text as pdftotext extracts it, without the marks of direction that it adds around Arabic.</summary>
    public string Text() =>
        string.Concat(
            ForeignProgram
                .Run("pdftotext", "-enc", "UTF-8", Path, "-")
                .Where(c => c is not ('\u202A' or '\u202B' or '\u202C'))
        );

    public void Dispose() => folder.Delete(recursive: true);
}
