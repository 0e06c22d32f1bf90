namespace Enrollment.Documents.Pdf;

/// <summary>An sRGB color.</summary>
internal readonly record struct Color(byte Red, byte Green, byte Blue);
