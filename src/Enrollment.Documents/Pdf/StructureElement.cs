namespace Enrollment.Documents.Pdf;

/// <summary>
/// An element of the structure tree (ISO 32000-2, 14.7.2) with a standard type: Document, H1, P, Figure, Form,
/// Link, Table, TR.
/// </summary>
internal sealed class StructureElement(string type)
{
    private readonly List<Kid> kids = [];

    public string Type => type;

    /// <summary>Language of the element's text as a BCP 47 tag; null: that of the document.</summary>
    public string? Language { get; init; }

    /// <summary>What a figure shows, in words.</summary>
    public string? Alternative { get; init; }

    /// <summary>The area of a figure in points: left, bottom, right, top.</summary>
    public (double Left, double Bottom, double Right, double Top)? Box { get; init; }

    /// <summary>What a header cell (TH) heads: Column, Row or Both (ISO 32000-2, 14.8.5.7); null elsewhere.</summary>
    public string? Scope { get; init; }

    internal IReadOnlyList<Kid> Kids => kids;

    public StructureElement Add(StructureElement child)
    {
        kids.Add(new(child, null, 0, 0));
        return child;
    }

    internal void AddContent(int page, int markedContent) => kids.Add(new(null, null, page, markedContent));

    internal void AddAnnotation(int page, PageAnnotation annotation) => kids.Add(new(null, annotation, page, 0));

    /// <summary>One of: a child element, an annotation, or a piece of marked content on a page.</summary>
    internal readonly record struct Kid(
        StructureElement? Element,
        PageAnnotation? Annotation,
        int Page,
        int MarkedContent
    );
}
