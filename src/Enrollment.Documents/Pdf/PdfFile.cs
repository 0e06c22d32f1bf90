using System.IO.Hashing;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// The outer form of a PDF file (ISO 32000-2, 7.5): header, numbered objects, small ones packed together into streams,
/// cross-references. Each object is written once.
/// </summary>
internal sealed class PdfFile : PdfObjects
{
    // Whoever wants one object must unpack the whole stream that it is in.
    private const int MostPacked = 200;

    private readonly List<ObjectPlace?> places = [new ObjectPlace(0, 0)];
    private readonly List<(int Id, int Offset)> packed = [];
    private readonly ByteWriter bodies = new(8 * 1024);

    public PdfFile()
        : base(new(48 * 1024)) =>
        // Four bytes above 127 tell transfer programs that the file is binary (7.5.2, and a demand of PDF/A).
        Output.Ascii("%PDF-1.7\n%").Bytes([0xE2, 0xE3, 0xCF, 0xD3]).Ascii("\n");

    public override int Allocate()
    {
        places.Add(null);
        return places.Count - 1;
    }

    /// <summary>
    /// Starts object <paramref name="id"/> among those that are compressed together: one that no update writes anew, and
    /// no stream. The caller writes its value, and nothing else before that is complete.
    /// </summary>
    public ByteWriter Pack(int id)
    {
        if (packed.Count == MostPacked)
        {
            WritePacked();
        }
        packed.Add((id, bodies.Length));
        return bodies;
    }

    /// <summary>Writes the cross-references and returns the file.</summary>
    public byte[] Finish(int catalog, int information)
    {
        if (packed.Count > 0)
        {
            WritePacked();
        }
        // From the content (14.4), so that equal content gives equal bytes.
        var identifier = Convert.ToHexString(XxHash128.Hash(Output.Written));
        var (id, start) = (Allocate(), Output.Length);
        Place(new(id, start));
        var all = places
            .Select(place =>
                place ?? throw new InvalidOperationException("An object was referred to but never written.")
            )
            .ToList();
        var trailer = Trailer(places.Count, catalog, information, identifier, identifier);
        var table = CrossReferenceStream.Write(all);
        Stream(id, $"{CrossReferenceStream.Entries}{trailer}/Filter/FlateDecode", Flate.Compress(table.Written));
        table.Release();
        bodies.Release();
        return Close(start);
    }

    protected override void Place(ObjectPlace place) => places[place.Id] = place;

    private void WritePacked()
    {
        var container = Allocate();
        var content = new ByteWriter(bodies.Length + (packed.Count * 10));
        for (var i = 0; i < packed.Count; i++)
        {
            Place(new(packed[i].Id, i, container));
            content.Integer(packed[i].Id).Ascii(" ").Integer(packed[i].Offset).Ascii(" ");
        }
        var entries = FormattableString.Invariant(
            $"/Type/ObjStm/N {packed.Count}/First {content.Length}/Filter/FlateDecode"
        );
        Stream(container, entries, Flate.Compress(content.Bytes(bodies.Written).Written));
        content.Release();
        packed.Clear();
        bodies.Clear();
    }
}
