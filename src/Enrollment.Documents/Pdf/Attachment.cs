using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// A file within the file (ISO 32000-2, 7.11.4), associated with the document as its data (ISO 19005-3, 6.8).
/// </summary>
/// <param name="FileName">ASCII.</param>
/// <param name="MediaType">As in RFC 6838.</param>
/// <param name="Content">The bytes of the file.</param>
/// <param name="Description">What it is, in words.</param>
internal sealed record Attachment(string FileName, string MediaType, ReadOnlyMemory<byte> Content, string Description)
{
    /// <summary>Writes the file and its specification, and returns the object number of the latter.</summary>
    internal int Write(PdfFile file, DateOnly changedOn)
    {
        var (content, specification) = (file.Allocate(), file.Allocate());
        var entries = new ByteWriter(256);
        entries.Ascii("/Type/EmbeddedFile/Subtype/").Ascii(EscapeName(MediaType)).Ascii("/Params<</Size ");
        entries.Integer(Content.Length).Ascii("/CheckSum<").Ascii(CheckSum()).Ascii(">/ModDate(D:");
        entries
            .Ascii(changedOn.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
            .Ascii("000000Z)>>/Filter/FlateDecode");
        file.Stream(content, System.Text.Encoding.ASCII.GetString(entries.Written), Flate.Compress(Content.Span));
        var output = file.Begin(specification).Ascii("<</Type/Filespec/F(").Ascii(FileName).Ascii(")/UF(");
        output.Ascii(FileName).Ascii(")/Desc").TextString(Description).Ascii("/AFRelationship/Data/EF<</F");
        output.Reference(content).Ascii("/UF").Reference(content).Ascii(">>>>");
        file.End();
        return specification;
    }

    // It tells damage, not intent: the signature does that.
    [SuppressMessage("Security", "CA5351", Justification = "The format names MD5 (ISO 32000-2, table 45).")]
    private string CheckSum() => Convert.ToHexString(MD5.HashData(Content.Span));

    // Delimiters are written as their code in a name (7.3.5); a media type has no other character that must be.
    private static string EscapeName(string text) => text.Replace("/", "#2F", StringComparison.Ordinal);
}
