using System.Text.Unicode;

namespace Enrollment.Web.CommandLine.Csv;

/// <summary>
/// Stands in front of the parser and lets only sane lines through, so that one bad line costs that line. A line that is
/// too long, whose quoting doesn't end with it (no field of these files spans lines), or that holds a NUL is reported
/// and passed on blank: the parser's line numbers stay those of the file, and its buffer never grows beyond a line.
/// Throws <see cref="CsvException"/> where the encoding isn't UTF-8, since then the whole file is in doubt.
/// </summary>
sealed class GuardedLines(Stream inner, string file, RefusedRows refusals) : Stream
{
    /// <summary>The longest line that is read, in bytes; a longer one is refused unread.</summary>
    internal const int LongestLine = 1 << 20;

    readonly byte[] input = new byte[64 * 1024];
    int inputStart;
    int inputEnd;
    byte[] line = new byte[1024];
    int lineLength;
    int offered;
    long lineNumber;

    /// <summary>Lines that were refused so far.</summary>
    internal int Refused { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length)
        {
            if (offered == lineLength && !NextLine())
                break;

            var part = line.AsSpan(offered, Math.Min(lineLength - offered, buffer.Length - written));
            part.CopyTo(buffer[written..]);
            offered += part.Length;
            written += part.Length;
        }

        return written;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads one line with its line break into the buffer. False at the end of the file.</summary>
    bool NextLine()
    {
        lineLength = 0;
        offered = 0;
        var tooLong = false;
        var ended = false;
        while (!ended && (inputStart < inputEnd || Fill()))
        {
            var rest = input.AsSpan(inputStart, inputEnd - inputStart);
            var lineBreak = rest.IndexOf((byte)'\n');
            ended = lineBreak >= 0;
            var part = ended ? rest[..(lineBreak + 1)] : rest;
            inputStart += part.Length;
            tooLong |= lineLength + part.Length > LongestLine;
            if (!tooLong)
                Append(part);
        }

        if (!ended && lineLength == 0 && !tooLong)
            return false;

        lineNumber++;
        if (lineNumber == 1)
            SkipByteOrderMark();
        if (tooLong)
            Blank($"The line is longer than {LongestLine:N0} bytes; it was skipped unread.");
        else if (Problem(line.AsSpan(offered, lineLength - offered)) is { } problem)
            Blank(problem);
        return true;
    }

    bool Fill()
    {
        inputStart = 0;
        inputEnd = inner.Read(input);
        return inputEnd > 0;
    }

    void Append(ReadOnlySpan<byte> part)
    {
        if (lineLength + part.Length > line.Length)
            Array.Resize(ref line, Math.Min(LongestLine, Math.Max(line.Length * 2, lineLength + part.Length)));
        part.CopyTo(line.AsSpan(lineLength));
        lineLength += part.Length;
    }

    void SkipByteOrderMark()
    {
        var start = line.AsSpan(0, lineLength);
        if (start.StartsWith<byte>([0xFF, 0xFE]) || start.StartsWith<byte>([0xFE, 0xFF]))
            throw new CsvException($"{file}, line 1: the file is UTF-16. Save it as UTF-8 and try again.");
        if (start.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            offered = 3;
    }

    string? Problem(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            throw new CsvException(
                $"{file}, line {lineNumber}: these bytes aren't UTF-8. Save the file as UTF-8 and try again."
            );
        }

        if (text.Contains((byte)0))
            return "The line holds a NUL character.";
        if (text.Count((byte)'"') % 2 != 0)
            return "A quote that begins in this line isn't closed in it.";
        return null;
    }

    void Blank(string problem)
    {
        Refused++;
        refusals.Add(file, lineNumber, "(line)", problem);
        line[0] = (byte)'\n';
        lineLength = 1;
        offered = 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
