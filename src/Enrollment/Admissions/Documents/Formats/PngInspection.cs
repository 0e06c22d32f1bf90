using System.Buffers.Binary;

namespace Enrollment.Admissions.Documents.Formats;

/// <summary>PNG (W3C, third edition, 5): a signature and chunks, IHDR first, at least one IDAT, IEND last.</summary>
static class PngInspection
{
    const int ChunkOverhead = 12;

    /// <summary>Far more than a picture of the largest size has; a file of nothing but chunks isn't walked to its end.</summary>
    const int MostChunks = 100_000;

    static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    internal static bool Begins(ReadOnlySpan<byte> head) => head.StartsWith(Signature);

    internal static bool IsWhole(Stream content)
    {
        Span<byte> chunk = stackalloc byte[16];
        var hasPicture = false;
        long place = Signature.Length;
        for (var count = 0; count < MostChunks && content.TryRead(place, chunk[..8]); count++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var type = chunk[4..8];
            var next = place + ChunkOverhead + length;
            if (next > content.Length)
                return false;
            if (type.SequenceEqual("IEND"u8))
                return hasPicture;
            if (count == 0 && !(type.SequenceEqual("IHDR"u8) && length == 13 && HasSize(content, place)))
                return false;

            hasPicture |= type.SequenceEqual("IDAT"u8);
            place = next;
        }

        return false;
    }

    static bool HasSize(Stream content, long place)
    {
        Span<byte> size = stackalloc byte[8];
        return content.TryRead(place + 8, size)
            && BinaryPrimitives.ReadInt32BigEndian(size) > 0
            && BinaryPrimitives.ReadInt32BigEndian(size[4..]) > 0;
    }
}
