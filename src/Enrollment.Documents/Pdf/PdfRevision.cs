namespace Enrollment.Documents.Pdf;

/// <summary>
/// What was written at one time: the file as it was first, or an update appended to it (ISO 32000-2, 7.5.6).
/// </summary>
/// <param name="CrossReference">Where its cross-reference table begins.</param>
/// <param name="End">The byte behind its last one.</param>
/// <param name="Trailer">Its trailer dictionary.</param>
internal sealed record PdfRevision(int CrossReference, int End, PdfDictionary Trailer);
