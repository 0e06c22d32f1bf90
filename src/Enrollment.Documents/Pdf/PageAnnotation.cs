namespace Enrollment.Documents.Pdf;

/// <summary>Something on a page that a reader acts on, and what a screen reader says for it.</summary>
internal abstract record PageAnnotation(string Description)
{
    /// <summary>Object number and key in the parent tree, set when the document is written.</summary>
    internal int Id { get; set; }
    internal int ParentKey { get; set; }

    /// <summary>Writes the object on page <paramref name="page"/> (an object number).</summary>
    internal abstract void Write(PdfFile file, int page);
}
