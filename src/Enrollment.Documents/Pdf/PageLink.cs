namespace Enrollment.Documents.Pdf;

/// <summary>An area of a page (points) that opens an address.</summary>
internal sealed record PageLink(
    double Left,
    double Bottom,
    double Right,
    double Top,
    string Address,
    string Description
) : PageAnnotation(Description)
{
    internal override void Write(PdfFile file, int page)
    {
        var output = file.Pack(Id).Ascii("<</Type/Annot/Subtype/Link/Rect[");
        output.Numbers(Left, Bottom, Right, Top);
        // Flag 4: printed, as PDF/A demands of every annotation (ISO 19005-3, 6.3.2).
        output.Ascii("]/F 4/Border[0 0 0]/StructParent ").Integer(ParentKey);
        output.Ascii("/Contents").TextString(Description);
        output.Ascii("/A<</S/URI/URI(").Ascii(EscapeLiteral(Address)).Ascii(")>>>>");
    }

    // Only these three have a meaning inside a literal string (7.3.4.2); addresses are ASCII.
    private static string EscapeLiteral(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("(", "\\(", StringComparison.Ordinal)
            .Replace(")", "\\)", StringComparison.Ordinal);
}
