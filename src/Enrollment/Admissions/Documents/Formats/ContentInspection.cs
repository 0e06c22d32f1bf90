namespace Enrollment.Admissions.Documents.Formats;

/// <summary>
/// Tells a file's format by its content and whether it is whole. It decodes no picture and inflates no more than the
/// table of contents of a package, so that nothing small becomes large.
/// </summary>
public static class ContentInspection
{
    const int HeadLength = 64;

    /// <param name="content">The whole content; it can seek.</param>
    public static Inspection Inspect(Stream content)
    {
        Span<byte> buffer = stackalloc byte[HeadLength];
        content.Position = 0;
        ReadOnlySpan<byte> head = buffer[..content.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false)];
        return PdfInspection.Begins(head) ? Of(DocumentFormat.Pdf, PdfInspection.IsWhole(content))
            : PngInspection.Begins(head) ? Of(DocumentFormat.Png, PngInspection.IsWhole(content))
            : JpegInspection.Begins(head) ? Of(DocumentFormat.Jpeg, JpegInspection.IsWhole(content))
            : HeifInspection.Begins(head) ? HeifInspection.Inspect(content)
            : WordInspection.Begins(head) ? WordInspection.Inspect(content)
            : Inspection.Unknown;
    }

    static Inspection Of(DocumentFormat format, bool whole) =>
        whole ? Inspection.Readable(format) : Inspection.Unreadable(format);

    /// <summary>Fills the buffer from the place; false where the content ends before.</summary>
    internal static bool TryRead(this Stream content, long position, Span<byte> buffer)
    {
        if (position < 0 || position > content.Length - buffer.Length)
            return false;

        content.Position = position;
        return content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
    }
}
