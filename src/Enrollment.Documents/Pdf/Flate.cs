using System.IO.Compression;

namespace Enrollment.Documents.Pdf;

/// <summary>FlateDecode streams (ISO 32000-2, 7.4.4): zlib, RFC 1950.</summary>
internal static class Flate
{
    /// <summary>Compresses for one document: speed and size in balance.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data) => Compress(data, CompressionLevel.Optimal);

    /// <summary>Compresses what is made once and copied into every document: as small as it gets.</summary>
    public static byte[] CompressOnce(ReadOnlySpan<byte> data) => Compress(data, CompressionLevel.SmallestSize);

    private static byte[] Compress(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        using var target = new MemoryStream(data.Length / 2);
        using (var zlib = new ZLibStream(target, level, leaveOpen: true))
        {
            zlib.Write(data);
        }
        return target.ToArray();
    }

    /// <summary>
    /// The data of a stream, as far as it is well-formed and no longer than <paramref name="most"/> bytes; else null.
    /// </summary>
    public static byte[]? Decompress(ReadOnlyMemory<byte> compressed, int most)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        using var target = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = zlib.Read(buffer)) > 0; )
            {
                if (target.Length + read > most)
                {
                    return null;
                }
                target.Write(buffer.AsSpan(0, read));
            }
            return target.ToArray();
        }
        // The second where it wants a dictionary that isn't there; the source is memory, nothing else fails.
        catch (Exception malformed) when (malformed is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
