namespace Enrollment.Documents.Pdf;

/// <summary>
/// The outer form of a PDF file (ISO 32000-2, 7.5): header, numbered objects, cross-reference table, trailer. Each object
/// is written once.
/// </summary>
internal sealed class PdfFile : PdfObjects
{
    // Offset of each object by its number; number 0 is the head of the free list.
    private readonly List<int> offsets = [0];

    public PdfFile()
        : base(new(48 * 1024)) =>
        // Four bytes above 127 tell transfer programs that the file is binary (7.5.2, and a demand of PDF/A).
        Output.Ascii("%PDF-1.7\n%").Bytes([0xE2, 0xE3, 0xCF, 0xD3]).Ascii("\n");

    public override int Allocate()
    {
        offsets.Add(-1);
        return offsets.Count - 1;
    }

    /// <summary>Writes the cross-reference table and the trailer and returns the file.</summary>
    public byte[] Finish(int catalog, int information)
    {
        var start = Output.Length;
        Output.Ascii("xref\n0 ").Integer(offsets.Count).Ascii("\n0000000000 65535 f \n");
        foreach (var offset in offsets.Skip(1))
        {
            if (offset < 0)
            {
                throw new InvalidOperationException("An object was referred to but never written.");
            }
            WriteEntry(offset);
        }
        var identifier = IdentifierOf(Output.Written);
        Output.Ascii("trailer\n<</Size ").Integer(offsets.Count).Ascii("/Root").Reference(catalog);
        Output.Ascii("/Info").Reference(information);
        Output.Ascii("/ID[<").Ascii(identifier).Ascii("><").Ascii(identifier).Ascii(">]>>\nstartxref\n");
        Output.Integer(start).Ascii("\n%%EOF\n");
        return Output.ToArray();
    }

    protected override void Place(int id, int offset) => offsets[id] = offset;
}
