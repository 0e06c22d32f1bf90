using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;

namespace Enrollment.Documents.Pdf;

/// <summary>FlateDecode streams (ISO 32000-2, 7.4.4): zlib, RFC 1950.</summary>
internal static class Flate
{
    // libdeflate's fastest takes less than a third of the time of zlib's default, and 3 % more bytes.
    private const int Fast = 1;

    private const int Smallest = 12;

    private static readonly ConcurrentBag<nint> idle = [];

    /// <summary>Compresses for one document: speed and size in balance.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        if (!DeflateLibrary.IsPresent)
        {
            return CompressByZlib(data, CompressionLevel.Optimal);
        }
        var compressor = idle.TryTake(out var found) ? found : Create(Fast);
        var packed = Compress(data, compressor);
        idle.Add(compressor);
        return packed;
    }

    /// <summary>Compresses what is made once and copied into every document: as small as it gets.</summary>
    public static byte[] CompressOnce(ReadOnlySpan<byte> data)
    {
        if (!DeflateLibrary.IsPresent)
        {
            return CompressByZlib(data, CompressionLevel.SmallestSize);
        }
        var compressor = Create(Smallest);
        try
        {
            return Compress(data, compressor);
        }
        finally
        {
            DeflateLibrary.Free(compressor);
        }
    }

    internal static byte[] CompressByZlib(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        using var target = new MemoryStream(data.Length / 2);
        using (var zlib = new ZLibStream(target, level, leaveOpen: true))
        {
            zlib.Write(data);
        }
        return target.ToArray();
    }

    private static nint Create(int level) =>
        DeflateLibrary.Create(level) is var compressor and not 0
            ? compressor
            : throw new InsufficientMemoryException("There is no memory for compressing.");

    private static byte[] Compress(ReadOnlySpan<byte> data, nint compressor)
    {
        var room = ArrayPool<byte>.Shared.Rent((int)DeflateLibrary.Bound(compressor, (nuint)data.Length));
        var length = DeflateLibrary.Compress(compressor, data, (nuint)data.Length, room, (nuint)room.Length);
        var packed = room[..(int)length];
        ArrayPool<byte>.Shared.Return(room);
        return packed;
    }

    /// <summary>
    /// The data of a stream, as far as it is well-formed and no longer than <paramref name="most"/> bytes; else null.
    /// </summary>
    public static byte[]? Decompress(ReadOnlyMemory<byte> compressed, int most)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        using var target = new MemoryStream();
        // One more than there may be.
        var buffer = new byte[Math.Min(most + 1L, 16 * 1024)];
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
