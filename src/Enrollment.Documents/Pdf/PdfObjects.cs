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
        Place(new(id, output.Length));
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

    protected abstract void Place(ObjectPlace place);

    /// <summary>What a trailer says of the file as a whole (ISO 32000-2, 7.5.5), without brackets.</summary>
    protected static string Trailer(int size, int catalog, int information, string identifier, string ownIdentifier) =>
        FormattableString.Invariant(
            $"/Size {size}/Root {catalog} 0 R/Info {information} 0 R/ID[<{identifier}><{ownIdentifier}>]"
        );

    /// <summary>Ends a revision whose cross-references begin at a byte of the file.</summary>
    protected byte[] Close(int crossReferences)
    {
        output.Ascii("startxref\n").Integer(crossReferences).Ascii("\n%%EOF\n");
        var file = output.ToArray();
        output.Release();
        return file;
    }
}
