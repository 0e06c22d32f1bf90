using System.Globalization;
using System.Security;
using System.Text;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// The properties of a document, written twice: as XMP (ISO 16684-1) with the claims PDF/A-3A (ISO 19005-3, 6.6) and
/// PDF/UA-1 (ISO 14289-1, 5), and as the information dictionary, which must agree with it.
/// </summary>
internal static class Metadata
{
    private const string Producer = "Enrollment";

    /// <summary>
    /// Writes the metadata stream. It is compressed, as PDF/A-3 allows: as it is it takes 1.2 KB more of each file.
    /// </summary>
    public static void WriteXmp(PdfFile file, int id, DocumentProperties properties)
    {
        var date = properties.CreatedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";
        // pdfuaid is no schema that PDF/A knows, so an extension schema must describe it (ISO 19005-3, 6.6.2.3.3).
        var xmp = $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaid:part>3</pdfaid:part>
            <pdfaid:conformance>A</pdfaid:conformance>
            <pdfuaid:part>1</pdfuaid:part>
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Escape(properties.Title)}</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>{Escape(properties.Author)}</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>{properties.Language}</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>{date}</xmp:CreateDate>
            <xmp:ModifyDate>{date}</xmp:ModifyDate>
            <xmp:CreatorTool>{Producer}</xmp:CreatorTool>
            <pdf:Producer>{Producer}</pdf:Producer>
            <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
            <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
            <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
            <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
            <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
            <pdfaProperty:name>part</pdfaProperty:name>
            <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
            <pdfaProperty:category>internal</pdfaProperty:category>
            <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
            </rdf:li></rdf:Seq></pdfaSchema:property>
            </rdf:li></rdf:Bag></pdfaExtension:schemas>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="w"?>
            """;
        file.Stream(id, "/Type/Metadata/Subtype/XML/Filter/FlateDecode", Flate.Compress(Encoding.UTF8.GetBytes(xmp)));
    }

    /// <summary>Writes the document information dictionary (ISO 32000-2, 14.3.3).</summary>
    public static void WriteInformation(PdfFile file, int id, DocumentProperties properties)
    {
        var date = "D:" + properties.CreatedOn.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "000000Z";
        var output = file.Pack(id).Ascii("<</Title").TextString(properties.Title);
        output.Ascii("/Author").TextString(properties.Author);
        output.Ascii("/Creator(").Ascii(Producer).Ascii(")/Producer(").Ascii(Producer);
        output.Ascii(")/CreationDate(").Ascii(date).Ascii(")/ModDate(").Ascii(date).Ascii(")>>");
    }

    private static string Escape(string text) => SecurityElement.Escape(text);
}
