namespace Enrollment.Documents.Pdf;

/// <summary>A file isn't written as this library writes files. The message says where or what.</summary>
internal sealed class MalformedPdfException(string message) : FormatException(message);
