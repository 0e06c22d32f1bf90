using System.Buffers.Binary;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// The table that leads from numbers to objects as a stream (ISO 32000-2, 7.5.8), which can also lead into streams of
/// objects (7.5.7). Each entry is a kind of one byte, a place of four and an index of two.
/// </summary>
internal static class CrossReferenceStream
{
    private const int EntryLength = 7;
    private const byte Free = 0;
    private const byte Plain = 1;
    private const byte Packed = 2;

    /// <summary>The entries of an object's dictionary, without what they have in common with a trailer.</summary>
    public const string Entries = "/Type/XRef/W[1 4 2]";

    /// <summary>Writes entries in the order in which they come.</summary>
    public static ByteWriter Write(IReadOnlyCollection<ObjectPlace> places)
    {
        var table = new ByteWriter(places.Count * EntryLength);
        foreach (var place in places)
        {
            var kind =
                place.Id == 0 ? Free
                : place.Container is null ? Plain
                : Packed;
            var (at, index) = (place.Container ?? place.Number, place.Container is null ? 0 : place.Number);
            // Number 0 is the head of the list of free objects and never used.
            WriteEntry(table, kind, at, place.Id == 0 ? ushort.MaxValue : index);
        }
        return table;
    }

    /// <summary>Reads the places of objects that stand by themselves. Those in streams of objects aren't given.</summary>
    /// <param name="entries">The stream's dictionary.</param>
    /// <param name="data">Its bytes as they stand.</param>
    /// <param name="left">How many objects may still come; what there is is taken away.</param>
    /// <exception cref="MalformedPdfException">It isn't what <see cref="Write"/> gives.</exception>
    public static List<(int Id, int Offset)> Read(PdfDictionary entries, ReadOnlyMemory<byte> data, ref int left)
    {
        var widths = entries["W"] is PdfArray array ? array.Items.Select(item => (item as PdfInteger)?.Value) : [];
        // With parameters, or with its data elsewhere, another reader would see other places.
        var isPlain = entries["DecodeParms"] is null && entries["F"] is null;
        if (entries["Type"] is not PdfName { Name: "XRef" } || !isPlain || !widths.SequenceEqual([1, 4, 2]))
        {
            throw Wrong();
        }
        var ids = ReadIndex(entries, ref left);
        var table = entries["Filter"] switch
        {
            null => data,
            PdfName { Name: "FlateDecode" } => Flate.Decompress(data, ids.Count * EntryLength),
            _ => default(ReadOnlyMemory<byte>?),
        };
        if (table?.Length != ids.Count * EntryLength)
        {
            throw Wrong();
        }
        var places = new List<(int, int)>(ids.Count);
        // An update takes the place of objects and never packs them.
        var mayPack = entries["Prev"] is null;
        for (var i = 0; i < ids.Count; i++)
        {
            var entry = table.Value.Span.Slice(i * EntryLength, EntryLength);
            if (ReadEntry(entry, isFirst: ids[i] == 0, mayPack) is { } offset)
            {
                places.Add((ids[i], offset));
            }
        }
        return places;
    }

    private static int? ReadEntry(ReadOnlySpan<byte> entry, bool isFirst, bool mayPack)
    {
        var offset = BinaryPrimitives.ReadInt32BigEndian(entry[1..]);
        return (isFirst, entry[0]) switch
        {
            (true, Free) when entry[1..] is [0, 0, 0, 0, byte.MaxValue, byte.MaxValue] => null,
            (false, Plain) when offset >= 0 && entry[5..] is [0, 0] => offset,
            (false, Packed) when mayPack => null,
            _ => throw Wrong(),
        };
    }

    private static List<int> ReadIndex(PdfDictionary entries, ref int left)
    {
        var ids = new List<int>();
        IReadOnlyList<PdfValue> index = entries["Index"] switch
        {
            null when entries["Size"] is { } size => [new PdfInteger(0, 0, 0), size],
            PdfArray array when array.Items.Count % 2 == 0 => array.Items,
            _ => throw Wrong(),
        };
        for (var i = 0; i < index.Count; i += 2)
        {
            if (
                index[i] is not PdfInteger { Value: var first }
                || index[i + 1] is not PdfInteger { Value: var count }
                || count > left
                || first > int.MaxValue - count
                || (ids.Count > 0 && first <= ids[^1])
            )
            {
                throw Wrong();
            }
            left -= count;
            ids.AddRange(Enumerable.Range(first, count));
        }
        return ids;
    }

    private static void WriteEntry(ByteWriter table, byte kind, int at, int index) =>
        table
            .Byte(kind)
            .Byte((byte)(at >> 24))
            .Byte((byte)(at >> 16))
            .Byte((byte)(at >> 8))
            .Byte((byte)at)
            .Byte((byte)(index >> 8))
            .Byte((byte)index);

    private static MalformedPdfException Wrong() => new("The stream of cross-references isn't what it must be.");
}

/// <summary>Where an object is.</summary>
/// <param name="Id">Its number; 0 for none.</param>
/// <param name="Number">Its first byte in the file, or its place in a stream of objects.</param>
/// <param name="Container">The stream of objects that it is in.</param>
internal readonly record struct ObjectPlace(int Id, int Number, int? Container = null);
