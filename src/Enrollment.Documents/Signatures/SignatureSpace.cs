using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Signatures;

/// <summary>
/// A file with a signature dictionary (ISO 32000-2, 12.8.1) in an update of its own, whose signature is still to be
/// filled in. All bytes around that are what is signed.
/// </summary>
internal sealed class SignatureSpace
{
    public const string Filter = "Adobe.PPKLite";

    /// <summary>ETSI EN 319 142-1, 6.3.</summary>
    public const string SubFilter = "ETSI.CAdES.detached";

    /// <summary>Of the time of signing, in UTC (ISO 32000-2, 7.9.4).</summary>
    public const string DateFormat = "'D:'yyyyMMddHHmmss'Z'";

    private readonly byte[] file;
    private readonly int start;
    private readonly int end;

    private SignatureSpace(byte[] file, int start, int end) => (this.file, this.start, this.end) = (file, start, end);

    /// <summary>What is signed.</summary>
    public byte[] Content => [.. file.AsSpan(0, start), .. file.AsSpan(end)];

    /// <summary>Makes the space in the one signature field of a file.</summary>
    /// <param name="pdf">The file.</param>
    /// <param name="request">What the signature says.</param>
    /// <param name="room">Bytes that the signature may take.</param>
    /// <exception cref="MalformedPdfException">The file isn't one of this library, or has no empty field.</exception>
    public static SignatureSpace Make(ReadOnlyMemory<byte> pdf, SignatureRequest request, int room)
    {
        var reader = new PdfReader(pdf);
        var (field, value) = FormField.FindOnly(reader);
        if (value["V"] is not null)
        {
            throw new MalformedPdfException("The file is signed.");
        }
        var update = new PdfUpdate(reader, 2_000 + (2 * room));
        var signature = update.Allocate();
        update.Extend(field, "V", signature);
        var output = update.Begin(signature).Ascii("<</Type/Sig/Filter/").Ascii(Filter).Ascii("/SubFilter/");
        output.Ascii(SubFilter).Ascii("/M(");
        output.Ascii(request.At.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture));
        output.Ascii(")/Name").TextString(request.CenterName).Ascii("/Reason").TextString(request.Reason);
        if (!string.IsNullOrWhiteSpace(request.City))
        {
            output.Ascii("/Location").TextString(request.City);
        }
        output.Ascii("/ByteRange");
        var range = output.Length;
        // Three numbers of at most ten digits, to be put in when the file is complete.
        output.Ascii($"[0{new string(' ', 33)}]/Contents");
        var start = output.Length;
        output.Ascii("<").Fill((byte)'0', 2 * room).Ascii(">");
        var end = output.Length;
        output.Ascii(">>");
        update.End();
        var file = update.Finish();
        WriteRange(file.AsSpan(range + 2, 33), start, end, file.Length);
        return new(file, start, end);
    }

    /// <summary>The file with its signature (DER).</summary>
    /// <exception cref="DocumentSigningException">There isn't room enough.</exception>
    public byte[] Fill(ReadOnlySpan<byte> signature)
    {
        var room = (end - start - 2) / 2;
        if (signature.Length > room)
        {
            throw new DocumentSigningException(
                $"The signature takes {signature.Length} bytes and has room for {room}. Make the time stamp's Room larger."
            );
        }
        for (var i = 0; i < signature.Length; i++)
        {
            const string digits = "0123456789ABCDEF";
            file[start + 1 + (2 * i)] = (byte)digits[signature[i] >> 4];
            file[start + 2 + (2 * i)] = (byte)digits[signature[i] & 15];
        }
        return file;
    }

    private static void WriteRange(Span<byte> place, int start, int end, int length)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $" {start} {end} {length - end}");
        System.Text.Encoding.ASCII.GetBytes(numbers, place);
    }
}
