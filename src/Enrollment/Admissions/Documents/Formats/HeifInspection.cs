using System.Buffers.Binary;

namespace Enrollment.Admissions.Documents.Formats;

/// <summary>
/// HEIC and HEIF (ISO/IEC 23008-12, 10): boxes that fill the file, 'ftyp' with a brand of still pictures first, then
/// 'meta' and the pictures' data in 'mdat'. AVIF has the same form and another coding, and isn't taken.
/// </summary>
static class HeifInspection
{
    const int MostBrandBytes = 4_096;

    /// <summary>A picture has a handful; a file of nothing but boxes isn't walked to its end.</summary>
    const int MostBoxes = 10_000;

    static readonly uint[] heic = [.. new[] { "heic", "heix", "heim", "heis", "hevc", "hevx" }.Select(Code)];
    static readonly uint[] heif = [Code("mif1"), Code("msf1")];
    static readonly uint[] avif = [Code("avif"), Code("avis")];

    internal static bool Begins(ReadOnlySpan<byte> head) => head.Length >= 16 && head[4..8].SequenceEqual("ftyp"u8);

    internal static Inspection Inspect(Stream content)
    {
        var brands = Brands(content);
        var format =
            brands.Intersect(heic).Any() ? DocumentFormat.Heic
            : brands.Intersect(heif).Any() && !brands.Intersect(avif).Any() ? DocumentFormat.Heif
            : null;
        return format is null ? Inspection.Unknown
            : IsWhole(content) ? Inspection.Readable(format)
            : Inspection.Unreadable(format);
    }

    /// <summary>The major brand and the compatible ones.</summary>
    static List<uint> Brands(Stream content)
    {
        Span<byte> word = stackalloc byte[4];
        if (!content.TryRead(0, word))
            return [];

        var end = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(word), MostBrandBytes);
        var brands = new List<uint>();
        for (var place = 8; place + 4 <= end && content.TryRead(place, word); place += 4)
        {
            // Between them stands the minor version.
            if (place != 12)
                brands.Add(BinaryPrimitives.ReadUInt32BigEndian(word));
        }

        return brands;
    }

    static bool IsWhole(Stream content)
    {
        Span<byte> box = stackalloc byte[16];
        var (hasMeta, hasData, place, count) = (false, false, 0L, 0);
        while (place < content.Length)
        {
            if (++count > MostBoxes || !content.TryRead(place, box[..8]))
                return false;

            long size = BinaryPrimitives.ReadUInt32BigEndian(box);
            hasMeta |= box[4..8].SequenceEqual("meta"u8);
            hasData |= box[4..8].SequenceEqual("mdat"u8);
            if (size == 1)
                size = content.TryRead(place, box) ? BinaryPrimitives.ReadInt64BigEndian(box[8..]) : -1;
            else if (size == 0)
                size = content.Length - place; // The last one, to the end.

            if (size < 8 || size > content.Length - place)
                return false;
            place += size;
        }

        return hasMeta && hasData;
    }

    static uint Code(string brand) => BinaryPrimitives.ReadUInt32BigEndian([.. brand.Select(letter => (byte)letter)]);
}
