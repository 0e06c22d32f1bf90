using System.Security.Cryptography;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// The outer form of a PDF file (ISO 32000-2, 7.5): header, numbered objects, cross-reference table, trailer. An object
/// may be referred to before it is written; each is written once.
/// </summary>
internal sealed class PdfFile
{
    private readonly ByteWriter output = new(48 * 1024);

    // Offset of each object by its number; number 0 is the head of the free list.
    private readonly List<int> offsets = [0];

    public PdfFile()
    {
        // Four bytes above 127 tell transfer programs that the file is binary (7.5.2, and a demand of PDF/A).
        output.Ascii("%PDF-1.7\n%").Bytes([0xE2, 0xE3, 0xCF, 0xD3]).Ascii("\n");
    }

    /// <summary>Reserves an object number.</summary>
    public int Allocate()
    {
        offsets.Add(-1);
        return offsets.Count - 1;
    }

    /// <summary>Starts object <paramref name="id"/>; the caller writes its value and then calls <see cref="End"/>.</summary>
    public ByteWriter Begin(int id)
    {
        offsets[id] = output.Length;
        return output.Integer(id).Ascii(" 0 obj\n");
    }

    // PDF/A (ISO 19005-3, 6.1.9) demands an end of line before "endobj" and after it.
    public void End() => output.Ascii("\nendobj\n");

    /// <summary>
    /// Writes a stream object. <paramref name="entries"/> are dictionary entries other than Length, such as
    /// <c>/Filter /FlateDecode</c>.
    /// </summary>
    public void Stream(int id, ReadOnlySpan<char> entries, ReadOnlySpan<byte> data)
    {
        Begin(id).Ascii("<</Length ").Integer(data.Length).Ascii(entries).Ascii(">>\nstream\n").Bytes(data);
        output.Ascii("\nendstream");
        End();
    }

    /// <summary>
    /// Writes the cross-reference table and the trailer and returns the file. The file identifier (14.4) is taken from
    /// the content, so equal content gives equal bytes.
    /// </summary>
    public byte[] Finish(int catalog, int information)
    {
        var start = output.Length;
        output.Ascii("xref\n0 ").Integer(offsets.Count).Ascii("\n0000000000 65535 f \n");
        Span<char> entry = stackalloc char[20];
        " 00000 n \n".CopyTo(entry[10..]);
        foreach (var offset in offsets.Skip(1))
        {
            if (offset < 0)
            {
                throw new InvalidOperationException("An object was referred to but never written.");
            }
            for (int i = 9, rest = offset; i >= 0; i--, rest /= 10)
            {
                entry[i] = (char)('0' + (rest % 10));
            }
            output.Ascii(entry);
        }
        var identifier = Convert.ToHexString(SHA256.HashData(output.Written).AsSpan(0, 16));
        output.Ascii("trailer\n<</Size ").Integer(offsets.Count).Ascii("/Root").Reference(catalog);
        output.Ascii("/Info").Reference(information);
        output.Ascii("/ID[<").Ascii(identifier).Ascii("><").Ascii(identifier).Ascii(">]>>\nstartxref\n");
        output.Integer(start).Ascii("\n%%EOF\n");
        return output.ToArray();
    }
}
