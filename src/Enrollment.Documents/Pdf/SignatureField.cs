namespace Enrollment.Documents.Pdf;

/// <summary>
/// The field that a later signature fills (ISO 32000-2, 12.7.5.5). Nothing is shown of it: a paper certificate has its
/// signatures in ink, and a reader shows the electronic one in its own panel.
/// </summary>
/// <param name="Description">Said for the field by a screen reader (ISO 14289-1, 7.18.1).</param>
internal sealed record SignatureField(string Description) : PageAnnotation(Description)
{
    public const string Name = "Signature";

    internal override void Write(PdfFile file, int page)
    {
        var appearance = file.Allocate();
        file.Stream(appearance, "/Type/XObject/Subtype/Form/BBox[0 0 0 0]", []);
        var output = file.Begin(Id).Ascii("<</Type/Annot/Subtype/Widget/FT/Sig/T(").Ascii(Name);
        // An annotation without area needs no appearance (ISO 19005-3, 6.3.3), but older parts of PDF/A want one. Flags:
        // printed and locked.
        output.Ascii(")/Rect[0 0 0 0]/F 132/AP<</N").Reference(appearance).Ascii(">>/P").Reference(page);
        output.Ascii("/TU").TextString(Description).Ascii("/StructParent ").Integer(ParentKey).Ascii(">>");
        file.End();
    }
}
