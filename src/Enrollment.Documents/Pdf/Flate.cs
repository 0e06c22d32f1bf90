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
}
