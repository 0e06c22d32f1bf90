namespace Enrollment.Documents.Pdf;

/// <summary>
/// An update that is appended to a file and leaves every byte of it as it was (ISO 32000-2, 7.5.6): new objects, and
/// objects that take the place of former ones.
/// </summary>
internal sealed class PdfUpdate : PdfObjects
{
    private readonly PdfReader previous;
    private readonly SortedDictionary<int, int> offsets = [];
    private int size;

    /// <param name="previous">The file.</param>
    /// <param name="room">Bytes that the update is expected to take.</param>
    public PdfUpdate(PdfReader previous, int room)
        : base(new(previous.File.Length + room))
    {
        this.previous = previous;
        size = previous.Size;
        Output.Bytes(previous.File.Span);
    }

    public override int Allocate() => size++;

    /// <summary>Writes an object of the file anew, with further entries at its end.</summary>
    public void Extend(int id, ReadOnlySpan<char> key, int reference)
    {
        var value = previous.Dictionary(id);
        Begin(id).Bytes(previous.File.Span[value.Start..(value.End - 2)]).Ascii("/").Ascii(key);
        Output.Reference(reference).Ascii(">>");
        End();
    }

    /// <summary>Completes the file.</summary>
    public byte[] Finish()
    {
        var identifier = IdentifierOf(Output.Written[previous.File.Length..]);
        var start = Output.Length;
        Output.Ascii("xref\n");
        var ids = offsets.Keys.ToArray();
        for (int first = 0, next; first < ids.Length; first = next)
        {
            next = first + 1;
            while (next < ids.Length && ids[next] == ids[next - 1] + 1)
            {
                next++;
            }
            Output.Integer(ids[first]).Ascii(" ").Integer(next - first).Ascii("\n");
            foreach (var id in ids[first..next])
            {
                WriteEntry(offsets[id]);
            }
        }
        Output.Ascii("trailer\n<</Size ").Integer(size).Ascii("/Root").Reference(previous.Catalog);
        Output.Ascii("/Info").Reference(previous.Information).Ascii("/ID[<");
        Output.Ascii(Convert.ToHexString(previous.Identifier)).Ascii("><").Ascii(identifier).Ascii(">]/Prev ");
        Output.Integer(previous.Last.CrossReference).Ascii(">>\nstartxref\n").Integer(start).Ascii("\n%%EOF\n");
        return Output.ToArray();
    }

    protected override void Place(int id, int offset) => offsets[id] = offset;
}
