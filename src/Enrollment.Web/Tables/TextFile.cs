using System.Text;

namespace Enrollment.Web.Tables;

/// <summary>
/// The text of a CSV file: UTF-8 or UTF-16, with a byte order mark or without. Anything else is refused, since a guess
/// would garble names. Records that are too long, a quote that never ends and NUL are caught here, before the parser's
/// buffer grows with them.
/// </summary>
sealed class TextFile : TextReader
{
    /// <summary>The longest record in characters; more than all columns at their longest.</summary>
    const int LongestRecord = 100_000;

    static readonly UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly StreamReader text;
    bool quoted;
    int recordLength;
    int record = 1;

    TextFile(StreamReader text) => this.text = text;

    /// <summary>Opens the file from its start; the stream stays open.</summary>
    internal static TextFile Open(Stream file)
    {
        file.Position = 0;
        Span<byte> start = stackalloc byte[4];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var (encoding, mark) = EncodingOf(start[..read]);
        file.Position = mark;
        return new TextFile(
            new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, 64 * 1024, leaveOpen: true)
        );
    }

    static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (utf8, 3),
            [0xFF, 0xFE, ..] => (Utf16(bigEndian: false), 2),
            [0xFE, 0xFF, ..] => (Utf16(bigEndian: true), 2),
            // A table's first characters are a header's: Latin letters, a quote or a separator.
            [not 0, 0, ..] => (Utf16(bigEndian: false), 0),
            [0, not 0, ..] => (Utf16(bigEndian: true), 0),
            _ => (utf8, 0),
        };

    static UnicodeEncoding Utf16(bool bigEndian) => new(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        int read;
        try
        {
            read = text.Read(buffer);
        }
        catch (DecoderFallbackException)
        {
            throw new TableException(
                "encoding_not_read",
                $"The text from about row {record} on isn't UTF-8 or UTF-16; it may be in an older encoding such as "
                    + "Windows-1251, in which names can't be told for sure. Save the file as 'CSV UTF-8' or as XLSX."
            );
        }

        if (read == 0 && quoted)
        {
            throw new TableException(
                "quote_not_closed",
                $"A quote that begins in row {record} isn't closed. Close it, or double it if it belongs to the text."
            );
        }

        Check(buffer[..read]);
        return read;
    }

    void Check(ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty)
        {
            var place = part.IndexOfAny('"', '\n', '\0');
            recordLength += place < 0 ? part.Length : place + 1;
            if (recordLength > LongestRecord)
            {
                throw new TableException(
                    "row_too_long",
                    $"Row {record} is longer than {LongestRecord:N0} characters; a quote may not be closed in it."
                );
            }

            if (place < 0)
                return;

            if (part[place] == '\0')
                throw new TableException("not_a_table", "The file isn't text: it holds NUL characters.");
            if (part[place] == '"')
                quoted = !quoted;
            else if (!quoted)
                (record, recordLength) = (record + 1, 0);
            part = part[(place + 1)..];
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
        base.Dispose(disposing);
    }
}
