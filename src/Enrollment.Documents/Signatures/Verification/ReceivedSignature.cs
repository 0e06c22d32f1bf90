using System.Globalization;
using System.Text;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Signatures.Verification;

/// <summary>A signature dictionary (ISO 32000-2, 12.8.1) as it was read.</summary>
internal sealed class ReceivedSignature
{
    private readonly PdfReader reader;
    private readonly PdfText contents;
    private readonly int[] range;

    private ReceivedSignature(PdfReader reader, PdfText contents, int[] range, DateTimeOffset signedAt) =>
        (this.reader, this.contents, this.range, SignedAt) = (reader, contents, range, signedAt);

    /// <summary>The time that the signer claims.</summary>
    public DateTimeOffset SignedAt { get; }

    /// <summary>The signature and the zeros behind it.</summary>
    public ReadOnlyMemory<byte> Contents => contents.Bytes;

    /// <summary>Whether the bytes that are signed are all those around the signature, from the first one on.</summary>
    public bool IsAround =>
        range[0] == 0
        && range[1] == contents.Start
        && range[2] == contents.End
        && range[3] <= reader.File.Length - contents.End;

    /// <summary>The byte behind the last one that is signed.</summary>
    public int End => range[2] + range[3];

    /// <summary>What is signed.</summary>
    public byte[] Content => [.. reader.File.Span[..contents.Start], .. reader.File.Span.Slice(contents.End, range[3])];

    /// <summary>The signature of a file; null where there is none.</summary>
    /// <exception cref="MalformedPdfException">It doesn't have the form that this library writes.</exception>
    public static ReceivedSignature? Find(PdfReader reader)
    {
        if (FormField.Find(reader)?.Value["V"] is not { } value)
        {
            return null;
        }
        if (reader.Resolve(value) is not PdfDictionary entries)
        {
            throw new MalformedPdfException("The signature isn't a dictionary.");
        }
        if (entries["SubFilter"] is not PdfName { Name: SignatureSpace.SubFilter })
        {
            throw new MalformedPdfException($"The signature isn't {SignatureSpace.SubFilter}.");
        }
        if (entries["Contents"] is not PdfText contents || reader.File.Span[contents.Start] != '<')
        {
            throw new MalformedPdfException("The signature has no contents.");
        }
        return new(reader, contents, ReadRange(entries["ByteRange"]), ReadTime(entries["M"]));
    }

    private static int[] ReadRange(PdfValue? value) =>
        value is PdfArray { Items.Count: 4 } array && array.Items.All(item => item is PdfInteger)
            ? [.. array.Items.Select(item => ((PdfInteger)item).Value)]
            : throw new MalformedPdfException("The signature's ByteRange isn't four numbers.");

    private static DateTimeOffset ReadTime(PdfValue? value) =>
        value is PdfText text
        && DateTimeOffset.TryParseExact(
            Encoding.ASCII.GetString(text.Bytes),
            SignatureSpace.DateFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : throw new MalformedPdfException("The signature's time isn't one in UTC.");
}
