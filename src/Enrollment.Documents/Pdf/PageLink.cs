namespace Enrollment.Documents.Pdf;

/// <summary>An area of a page (points) that opens an address, and what a screen reader says for it.</summary>
internal sealed record PageLink(
    double Left,
    double Bottom,
    double Right,
    double Top,
    string Address,
    string Description
)
{
    /// <summary>Object number and key in the parent tree, set when the document is written.</summary>
    internal int Id { get; set; }
    internal int ParentKey { get; set; }
}
