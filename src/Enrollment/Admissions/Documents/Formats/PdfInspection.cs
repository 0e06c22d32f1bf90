using System.Buffers.Text;

namespace Enrollment.Admissions.Documents.Formats;

/// <summary>
/// PDF (ISO 32000-2, 7.5): a header, and at the end 'startxref', the place of the cross-reference table, and '%%EOF'.
/// Readers look for the header within the first 1,024 bytes; here it has to come first, because a ZIP that holds a PDF
/// has one there too.
/// </summary>
static class PdfInspection
{
    const int TailLength = 2_048;

    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    internal static bool Begins(ReadOnlySpan<byte> head)
    {
        var start = WithoutLead(head);
        return start.StartsWith("%PDF-"u8)
            && start.Length >= 8
            && char.IsAsciiDigit((char)start[5])
            && start[6] == '.'
            && char.IsAsciiDigit((char)start[7]);
    }

    internal static bool IsWhole(Stream content)
    {
        var tail = new byte[Math.Min(content.Length, TailLength)];
        if (!content.TryRead(content.Length - tail.Length, tail))
            return false;

        var end = tail.AsSpan().LastIndexOf("%%EOF"u8);
        var word = end < 0 ? -1 : tail.AsSpan(0, end).LastIndexOf("startxref"u8);
        if (word < 0)
            return false;

        var digits = tail.AsSpan(word + "startxref"u8.Length, end - word - "startxref"u8.Length).Trim(" \t\r\n\0"u8);
        return Utf8Parser.TryParse(digits, out long offset, out var used)
            && used == digits.Length
            && HoldsTable(content, offset, content.Length - tail.Length + word);
    }

    /// <summary>Whether a table ('xref') or the object of a cross-reference stream ('12 0 obj') begins there.</summary>
    static bool HoldsTable(Stream content, long offset, long end)
    {
        Span<byte> head = stackalloc byte[32];
        if (!content.TryRead(0, head))
            return false;

        // Offsets count from the header, a lead before it shifts them in some files.
        var lead = head.Length - WithoutLead(head).Length;
        return HoldsTableAt(content, offset, end) || HoldsTableAt(content, offset + lead, end);
    }

    static bool HoldsTableAt(Stream content, long place, long end)
    {
        if (place < 0 || place >= end)
            return false;

        Span<byte> buffer = stackalloc byte[32];
        var there = buffer[..(int)Math.Min(buffer.Length, end - place)];
        if (!content.TryRead(place, there))
            return false;

        var text = there.TrimStart(" \t\r\n"u8);
        return text.StartsWith("xref"u8) || IsObject(text);
    }

    static bool IsObject(ReadOnlySpan<byte> text)
    {
        for (var number = 0; number < 2; number++)
        {
            if (!Utf8Parser.TryParse(text, out int _, out var used) || text.Length == used || text[used] != ' ')
                return false;
            text = text[used..].TrimStart((byte)' ');
        }

        return text.StartsWith("obj"u8);
    }

    static ReadOnlySpan<byte> WithoutLead(ReadOnlySpan<byte> head) =>
        (head.StartsWith(ByteOrderMark) ? head[ByteOrderMark.Length..] : head).TrimStart(" \t\r\n"u8);
}
