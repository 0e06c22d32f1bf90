using System.Text;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Signatures.Verification;

/// <summary>Finds the credential that is attached to a certificate.</summary>
internal static class AttachedCredential
{
    // Some 5,000 bytes are usual.
    private const int MostBytes = 1 << 20;

    /// <summary>Its bytes; null where there is none that can be read.</summary>
    public static ReadOnlyMemory<byte>? Read(PdfReader reader)
    {
        try
        {
            return
                reader.Dictionary(reader.Catalog)["Names"] is PdfDictionary names
                && names["EmbeddedFiles"] is PdfDictionary files
                && files["Names"] is PdfArray pairs
                && Find(pairs.Items) is { } specification
                && reader.Dictionary(specification)["EF"] is PdfDictionary embedded
                && embedded["F"] is PdfReference content
                ? reader.Content(content.Id, MostBytes)
                : null;
        }
        catch (MalformedPdfException)
        {
            return null;
        }
    }

    private static int? Find(IReadOnlyList<PdfValue> pairs)
    {
        for (var i = 0; i + 1 < pairs.Count; i += 2)
        {
            if (
                pairs[i] is PdfText name
                && pairs[i + 1] is PdfReference specification
                && Encoding.ASCII.GetString(name.Bytes) == ICertificateRenderer.CredentialFileName
            )
            {
                return specification.Id;
            }
        }
        return null;
    }
}
