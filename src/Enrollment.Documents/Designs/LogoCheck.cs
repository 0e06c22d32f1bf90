using System.Collections.Frozen;
using System.Globalization;
using System.Xml;

namespace Enrollment.Documents.Designs;

/// <summary>
/// Looks through a logo before anything else reads it: only elements that draw plain shapes, nothing that runs, and nothing
/// that is fetched. Each refusal names what it met and the way out.
/// </summary>
internal static class LogoCheck
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const int MostElements = 5_000;

    private static readonly FrozenSet<string> Plain = FrozenSet.Create(
        StringComparer.Ordinal,
        "svg",
        "g",
        "defs",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "clipPath",
        "title",
        "desc",
        "metadata",
        "style"
    );

    public static void Check(string svg)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new StringReader(svg), settings);
            Check(reader);
        }
        catch (XmlException error)
        {
            throw new DesignFault(
                "logo_unreadable",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It isn't an SVG file: {error.Message} Save it anew as plain SVG, without a document type."
                )
            );
        }
    }

    private static void Check(XmlReader reader)
    {
        var elements = 0;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                CheckValue("style", reader.Value);
            }
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            if (++elements > MostElements)
            {
                throw new DesignFault("logo_too_detailed", "It has more than 5,000 elements. Simplify the drawing.");
            }
            if (elements == 1 && (reader.LocalName != "svg" || reader.NamespaceURI != Svg))
            {
                throw new DesignFault("logo_unreadable", "It isn't an SVG file: its first element isn't 'svg'.");
            }
            // What an editor keeps for itself isn't drawn.
            if (reader.NamespaceURI == Svg && !Plain.Contains(reader.LocalName))
            {
                throw new DesignFault("logo_not_plain", $"It has '{reader.LocalName}'. {WayOut(reader.LocalName)}");
            }
            CheckAttributes(reader);
        }
    }

    private static void CheckAttributes(XmlReader reader)
    {
        while (reader.MoveToNextAttribute())
        {
            if (reader.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase))
            {
                throw new DesignFault(
                    "logo_active",
                    $"It has the event '{reader.LocalName}'. Save it without scripts and events."
                );
            }
            if (reader.LocalName == "href" && !reader.Value.StartsWith('#'))
            {
                throw new DesignFault("logo_external", $"It refers to '{Shown(reader.Value)}'. Save it in one piece.");
            }
            CheckValue(reader.LocalName, reader.Value);
        }
        reader.MoveToElement();
    }

    private static void CheckValue(string name, string value)
    {
        if (value.Contains("@import", StringComparison.OrdinalIgnoreCase))
        {
            throw new DesignFault("logo_external", "Its style imports another file. Save it in one piece.");
        }
        for (
            var at = value.IndexOf("url(", StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = value.IndexOf("url(", at + 4, StringComparison.OrdinalIgnoreCase)
        )
        {
            if (!value.AsSpan(at + 4).TrimStart(" '\"").StartsWith("#"))
            {
                throw new DesignFault(
                    "logo_external",
                    $"'{name}' refers to '{Shown(value[at..])}'. Save it in one piece."
                );
            }
        }
    }

    private static string WayOut(string element) =>
        element switch
        {
            "script" => "Save it without scripts and events.",
            "text" or "tspan" or "textPath" => "Turn text into outlines first.",
            "image" or "feImage" => "Draw it as shapes; pictures can't be part of it.",
            "linearGradient" or "radialGradient" or "pattern" => "Use plain colors instead.",
            "use" or "symbol" => "Turn copies into shapes of their own.",
            "mask" or "filter" => "Save it without masks and effects.",
            _ => "Leave it out, or turn it into plain shapes.",
        };

    private static string Shown(string value) => value.Length <= 60 ? value : $"{value[..60]}...";
}
