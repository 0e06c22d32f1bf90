namespace Enrollment.Documents.Pdf;

/// <summary>
/// What was written at one time: the file as it was first, or an update appended to it (ISO 32000-2, 7.5.6).
/// </summary>
/// <param name="CrossReference">Where its cross-references begin.</param>
/// <param name="End">The byte behind its last one.</param>
/// <param name="Trailer">Its trailer dictionary, or the one of the stream that takes its place.</param>
/// <param name="IsTable">Whether the cross-references are a table of text.</param>
internal sealed record PdfRevision(int CrossReference, int End, PdfDictionary Trailer, bool IsTable);
