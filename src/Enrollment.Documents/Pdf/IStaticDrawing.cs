namespace Enrollment.Documents.Pdf;

/// <summary>Something drawn that documents share; each holds it once, however often a page shows it.</summary>
internal interface IStaticDrawing
{
    /// <summary>Writes it into a file and returns its object number.</summary>
    int Write(PdfFile file);
}
