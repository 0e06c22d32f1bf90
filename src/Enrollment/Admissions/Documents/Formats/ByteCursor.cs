using System.Buffers;

namespace Enrollment.Admissions.Documents.Formats;

/// <summary>Reads a content byte by byte, each part of it once.</summary>
sealed class ByteCursor : IDisposable
{
    const int Length = 64 * 1024;

    readonly Stream content;
    readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Length);
    int at;
    int filled;

    internal ByteCursor(Stream content, long position)
    {
        this.content = content;
        content.Position = Math.Min(position, content.Length);
    }

    /// <summary>The next byte; -1 at the end.</summary>
    internal int Next()
    {
        if (at == filled)
        {
            (at, filled) = (0, content.Read(buffer, 0, Length));
            if (filled == 0)
                return -1;
        }

        return buffer[at++];
    }

    /// <summary>The next two bytes as a number, the higher one first; -1 at the end.</summary>
    internal int NextUInt16() => Next() is var high and >= 0 && Next() is var low and >= 0 ? (high << 8) | low : -1;

    /// <summary>Passes over so many bytes, at most to the end.</summary>
    internal void Skip(int count)
    {
        var within = Math.Min(count, filled - at);
        at += within;
        if (count > within)
            content.Position = Math.Min(content.Position + count - within, content.Length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
