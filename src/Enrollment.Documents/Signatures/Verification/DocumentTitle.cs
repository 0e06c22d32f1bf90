using System.Net;
using System.Text;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Signatures.Verification;

/// <summary>Finds the title in a document's metadata, which stay uncompressed; those in its information don't.</summary>
internal static class DocumentTitle
{
    /// <summary>The title; null where there is none that can be read.</summary>
    public static string? Read(PdfReader reader)
    {
        try
        {
            return reader.Dictionary(reader.Catalog)["Metadata"] is PdfReference metadata
                ? Find(reader.Stream(metadata.Id).Data.Span)
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
