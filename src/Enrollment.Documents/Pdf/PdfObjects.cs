using System.Security.Cryptography;

namespace Enrollment.Documents.Pdf;

/// <summary>Writes numbered objects one behind the other. An object may be referred to before it is written.</summary>
internal abstract class PdfObjects(ByteWriter output)
{
    protected ByteWriter Output => output;

    /// <summary>Reserves an object number.</summary>
    public abstract int Allocate();

    /// <summary>Starts object <paramref name="id"/>; the caller writes its value and then calls <see cref="End"/>.</summary>
    public ByteWriter Begin(int id)
    {
        Place(id, output.Length);
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

    protected abstract void Place(int id, int offset);

    /// <summary>Writes one line of a cross-reference table (ISO 32000-2, 7.5.4).</summary>
    protected void WriteEntry(int offset)
    {
        Span<char> entry = stackalloc char[20];
        " 00000 n \n".CopyTo(entry[10..]);
        for (int i = 9, rest = offset; i >= 0; i--, rest /= 10)
        {
            entry[i] = (char)('0' + (rest % 10));
        }
        output.Ascii(entry);
    }

    /// <summary>Half of a file identifier (14.4), taken from the content, so that equal content gives equal bytes.</summary>
    protected static string IdentifierOf(ReadOnlySpan<byte> content) =>
        Convert.ToHexString(SHA256.HashData(content).AsSpan(0, 16));
}
