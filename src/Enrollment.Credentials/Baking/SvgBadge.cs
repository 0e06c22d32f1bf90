using System.Xml;
using System.Xml.Linq;

namespace Enrollment.Credentials.Baking;

/// <summary>
/// Puts a credential into an SVG picture and takes it out again (Open Badges 3.0, "Baking Badges"): the element
/// <c>openbadges:credential</c>, a token as its attribute <c>verify</c>, JSON as its text.
/// </summary>
public static class SvgBadge
{
    static readonly XNamespace svg = "http://www.w3.org/2000/svg";
    static readonly XNamespace badges = "https://purl.imsglobal.org/ob/v3p0";
    static readonly XName element = badges + "credential";

    /// <summary>The picture with the credential, in place of one that it may hold already.</summary>
    /// <param name="picture">An SVG document.</param>
    /// <param name="credential">JSON with an embedded proof, or a token.</param>
    /// <exception cref="FormatException">It is no SVG document, or has a document type declaration.</exception>
    public static string Bake(string picture, string credential)
    {
        ArgumentException.ThrowIfNullOrEmpty(credential);
        var document = Parse(picture);
        var root = document.Root!;
        root.Descendants(element).ToList().ForEach(former => former.Remove());
        root.SetAttributeValue(XNamespace.Xmlns + "openbadges", badges.NamespaceName);
        root.AddFirst(
            credential[0] == '{'
                ? new XElement(element, new XCData(credential))
                : new XElement(element, new XAttribute("verify", credential))
        );
        var text = new StringWriter();
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(text, settings))
            document.Save(writer);
        return text.ToString();
    }

    /// <summary>The credential in a picture; null where there is none.</summary>
    /// <exception cref="FormatException">It is no SVG document, or holds more than one credential.</exception>
    public static string? Extract(string picture)
    {
        var found = Parse(picture).Descendants(element).ToList();
        return found.Count switch
        {
            0 => null,
            1 => found[0].Attribute("verify")?.Value ?? found[0].Value.Trim(),
            _ => throw new FormatException("The picture holds more than one credential."),
        };
    }

    static XDocument Parse(string picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        try
        {
            // The reader's own settings forbid a document type: entities could grow without limit or read files.
            using var reader = XmlReader.Create(new StringReader(picture));
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            return document.Root!.Name == svg + "svg"
                ? document
                : throw new FormatException("It is no SVG document: its root is another element.");
        }
        catch (XmlException error)
        {
            throw new FormatException($"It is no SVG document that can be read: {error.Message}", error);
        }
    }
}
