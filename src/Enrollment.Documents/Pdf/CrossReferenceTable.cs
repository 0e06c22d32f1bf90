namespace Enrollment.Documents.Pdf;

/// <summary>
/// The table that leads from numbers to objects as text (ISO 32000-2, 7.5.4). Files were written so formerly; they must
/// stay readable, and an update of one has its form.
/// </summary>
internal static class CrossReferenceTable
{
    private const int EntryLength = 20;

    /// <summary>Writes the table of an update: runs of numbers, each with its head.</summary>
    public static void Write(ByteWriter output, IReadOnlyList<(int First, IReadOnlyList<int> Offsets)> runs)
    {
        output.Ascii("xref\n");
        foreach (var (first, offsets) in runs)
        {
            output.Integer(first).Ascii(" ").Integer(offsets.Count).Ascii("\n");
            foreach (var offset in offsets)
            {
                output.Ascii(FormattableString.Invariant($"{offset:0000000000} 00000 n \n"));
            }
        }
    }

    /// <summary>Reads a table behind its first line, and the line in front of the trailer.</summary>
    /// <param name="parser">Where it stands.</param>
    /// <param name="left">How many objects may still come; what there is is taken away.</param>
    /// <exception cref="MalformedPdfException">It isn't well-formed.</exception>
    public static List<(int Id, int Offset)> Read(PdfParser parser, ref int left)
    {
        var places = new List<(int, int)>();
        var least = 0;
        while (!parser.Take("trailer\n"u8))
        {
            var first = parser.Digits();
            parser.Demand(" "u8);
            var count = parser.Digits();
            parser.Demand("\n"u8);
            if (first < least || count > left || first > int.MaxValue - count)
            {
                throw new MalformedPdfException("The table of cross-references isn't in order.");
            }
            left -= count;
            for (var i = 0; i < count; i++)
            {
                ReadEntry(parser, first + i, places);
            }
            least = first + count;
        }
        return places;
    }

    private static void ReadEntry(PdfParser parser, int id, List<(int, int)> places)
    {
        var start = parser.Position;
        var offset = parser.Digits();
        if (id == 0)
        {
            parser.Demand(" 65535 f \n"u8);
        }
        else
        {
            parser.Demand(" 00000 n \n"u8);
            places.Add((id, offset));
        }
        if (parser.Position != start + EntryLength)
        {
            throw new MalformedPdfException("An entry of the table of cross-references isn't 20 bytes long.");
        }
    }
}
