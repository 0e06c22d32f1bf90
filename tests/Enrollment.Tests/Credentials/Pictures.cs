using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Enrollment.Tests.Credentials;

/// <summary>A picture to bake credentials into.</summary>
static class Pictures
{
    /// <summary>One gray dot.</summary>
    internal static readonly byte[] Png =
    [
        0x89,
        .. "PNG\r\n\u001A\n"u8,
        .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        .. Chunk("tEXt", Encoding.Latin1.GetBytes("Author\0Emblem")),
        .. Chunk("IDAT", Deflated([0, 0x80])),
        .. Chunk("IEND", []),
    ];

    internal static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.Latin1.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.HashToUInt32(chunk.AsSpan(4..^4)));
        return chunk;
    }

    static byte[] Deflated(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal))
            stream.Write(data);
        return packed.ToArray();
    }
}
