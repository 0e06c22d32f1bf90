using System.Net;
using System.Text;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Signatures.Verification;

/// <summary>Finds the title in a document's metadata; the information dictionary is packed with other objects.</summary>
internal static class DocumentTitle
{
    // Some 2,000 bytes are usual.
    private const int MostBytes = 1 << 16;

    /// <summary>The title; null where there is none that can be read.</summary>
    public static string? Read(PdfReader reader)
    {
        try
        {
            return
                reader.Dictionary(reader.Catalog)["Metadata"] is PdfReference metadata
                && reader.Content(metadata.Id, MostBytes) is { } xmp
                ? Find(xmp.Span)
                : null;
        }
        catch (MalformedPdfException)
        {
            return null;
        }
    }

    private static string? Find(ReadOnlySpan<byte> xmp)
    {
        var opening = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">"u8;
        var start = xmp.IndexOf(opening);
        if (start < 0)
        {
            return null;
        }
        var rest = xmp[(start + opening.Length)..];
        var length = rest.IndexOf("</rdf:li>"u8);
        return length < 0 ? null : WebUtility.HtmlDecode(Encoding.UTF8.GetString(rest[..length]));
    }
}
