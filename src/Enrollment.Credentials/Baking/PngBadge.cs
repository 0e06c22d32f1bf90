using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Enrollment.Credentials.Baking;

/// <summary>
/// Puts a credential into a PNG picture and takes it out again (Open Badges 3.0, "Baking Badges"): one iTXt chunk of the
/// keyword <c>openbadgecredential</c>, not compressed.
/// </summary>
public static class PngBadge
{
    const string Keyword = "openbadgecredential";
    const int Frame = 12;

    static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture with the credential, in place of one that it may hold already.</summary>
    /// <param name="png">A PNG file.</param>
    /// <param name="credential">JSON with an embedded proof, or a token.</param>
    /// <exception cref="FormatException">It is no PNG file, or a damaged one.</exception>
    public static byte[] Bake(ReadOnlySpan<byte> png, string credential)
    {
        ArgumentException.ThrowIfNullOrEmpty(credential);
        var baked = new List<byte>(png.Length + credential.Length + 64);
        baked.AddRange(Signature);
        foreach (var (range, type) in Chunks(png))
        {
            var chunk = png[range];
            if (IsBadge(type, chunk))
                continue;
            baked.AddRange(chunk);
            // Right behind the header, where a reader finds it first.
            if (type == "IHDR")
                baked.AddRange(Chunk(credential));
        }

        return [.. baked];
    }

    /// <summary>The credential in a picture; null where there is none.</summary>
    /// <exception cref="FormatException">
    /// It is no PNG file, a damaged one, or holds more than one credential or a compressed one.
    /// </exception>
    public static string? Extract(ReadOnlySpan<byte> png)
    {
        string? found = null;
        foreach (var (range, type) in Chunks(png))
        {
            var chunk = png[range];
            if (!IsBadge(type, chunk))
                continue;
            found = found is null
                ? Text(type, chunk)
                : throw new FormatException("The picture holds more than one credential.");
        }

        return found;
    }

    static string Text(string type, ReadOnlySpan<byte> chunk)
    {
        var data = Data(chunk)[(Keyword.Length + 1)..];
        if (type != "iTXt" || data is not [0, 0, .. var rest])
            throw new FormatException("The credential in the picture is compressed or no iTXt.");
        // Language and translated keyword say nothing here; each ends with a zero.
        for (var part = 0; part < 2; part++)
        {
            var end = rest.IndexOf((byte)0);
            if (end < 0)
                throw new FormatException("The iTXt of the credential in the picture is damaged.");
            rest = rest[(end + 1)..];
        }

        return Encoding.UTF8.GetString(rest);
    }

    static List<(Range Range, string Type)> Chunks(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(Signature))
            throw new FormatException("It is no PNG file.");
        var chunks = new List<(Range Range, string Type)>();
        var at = Signature.Length;
        while (chunks is [] || chunks[^1].Type != "IEND")
        {
            var length = png.Length - at < Frame ? -1 : BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            if (length < 0 || length > png.Length - at - Frame)
                throw new FormatException("The PNG file ends within a chunk.");
            var type = Encoding.Latin1.GetString(png.Slice(at + 4, 4));
            var checksum = BinaryPrimitives.ReadUInt32BigEndian(png[(at + 8 + length)..]);
            if (Crc32.HashToUInt32(png.Slice(at + 4, length + 4)) != checksum)
                throw new FormatException($"The chunk {type} of the PNG file is damaged.");
            if (chunks is [] && type != "IHDR")
                throw new FormatException("The PNG file doesn't begin with its header.");
            chunks.Add((at..(at + length + Frame), type));
            at += length + Frame;
        }

        return chunks;
    }

    static bool IsBadge(string type, ReadOnlySpan<byte> chunk) =>
        type is "iTXt" or "tEXt" or "zTXt" && Data(chunk).StartsWith(Encoding.Latin1.GetBytes(Keyword + "\0"));

    static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> chunk) => chunk[8..^4];

    static byte[] Chunk(string credential)
    {
        // Keyword, no compression, its method, no language, no translated keyword, the text.
        byte[] data = [.. Encoding.Latin1.GetBytes(Keyword + "\0"), 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(credential)];
        var chunk = new byte[data.Length + Frame];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        "iTXt"u8.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.HashToUInt32(chunk.AsSpan(4..^4)));
        return chunk;
    }
}
