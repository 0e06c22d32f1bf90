using System.Security.Cryptography;

namespace Enrollment.Credentials.Rdf;

/// <summary>Lines of N-Quads that are sorted by code point, which is the order of their UTF-8 bytes.</summary>
sealed class QuadLines
{
    readonly List<(int Start, int Length)> lines = new(96);
    readonly Comparison<(int Start, int Length)> byBytes;
    byte[] buffer;
    int used;

    /// <param name="expected">Number of lines; more make it grow.</param>
    internal QuadLines(int expected)
    {
        // A line of a badge has some 150 bytes.
        buffer = new byte[expected * 160];
        byBytes = (a, b) => Line(a).SequenceCompareTo(Line(b));
    }

    internal void Clear()
    {
        lines.Clear();
        used = 0;
    }

    internal void Add(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> predicate, ReadOnlySpan<byte> value)
    {
        var start = used;
        Append(subject);
        Append(" "u8);
        Append(predicate);
        Append(" "u8);
        Append(value);
        Append(" .\n"u8);
        lines.Add((start, used - start));
    }

    /// <summary>The lines in order, each once (a set of triples has no duplicates).</summary>
    internal byte[] ToSortedBytes()
    {
        lines.Sort(byBytes);
        var sorted = new byte[used];
        var length = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0 && Line(lines[i]).SequenceEqual(Line(lines[i - 1])))
                continue;
            Line(lines[i]).CopyTo(sorted.AsSpan(length));
            length += lines[i].Length;
        }

        return length == sorted.Length ? sorted : sorted[..length];
    }

    internal byte[] HashSorted() => SHA256.HashData(ToSortedBytes());

    ReadOnlySpan<byte> Line((int Start, int Length) line) => buffer.AsSpan(line.Start, line.Length);

    void Append(ReadOnlySpan<byte> bytes)
    {
        if (used + bytes.Length > buffer.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + bytes.Length));
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }
}
