using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Signatures;

/// <summary>
/// What proves later that the certificates of a signature weren't revoked (ISO 32000-2, 12.8.4.3: the document security
/// store), in an update of its own behind the signature.
/// </summary>
/// <param name="Certificates">DER.</param>
/// <param name="Responses">OCSP responses, DER.</param>
/// <param name="Lists">Revocation lists, DER.</param>
internal sealed record ValidationData(
    IReadOnlyList<ReadOnlyMemory<byte>> Certificates,
    IReadOnlyList<ReadOnlyMemory<byte>> Responses,
    IReadOnlyList<ReadOnlyMemory<byte>> Lists
)
{
    /// <summary>The file with this behind it. Equal data give equal bytes.</summary>
    public byte[] AppendTo(PdfReader signed)
    {
        (string Key, IReadOnlyList<ReadOnlyMemory<byte>> Parts)[] kinds =
        [
            ("Certs", Certificates),
            ("OCSPs", Responses),
            ("CRLs", Lists),
        ];
        var update = new PdfUpdate(signed, 2_000 + kinds.Sum(kind => kind.Parts.Sum(part => part.Length + 100)));
        var store = update.Allocate();
        var ids = kinds.Select(kind => kind.Parts.Select(part => Write(update, part.Span)).ToArray()).ToArray();
        var output = update.Begin(store).Ascii("<</Type/DSS");
        foreach (var (kind, parts) in kinds.Zip(ids).Where(pair => pair.Second.Length > 0))
        {
            output.Ascii("/").Ascii(kind.Key).Ascii("[");
            foreach (var part in parts)
            {
                output.Reference(part);
            }
            output.Ascii("]");
        }
        output.Ascii(">>");
        update.End();
        update.Extend(signed.Catalog, "DSS", store);
        return update.Finish();
    }

    /// <summary>
    /// Whether what follows a byte of the file is such an update and nothing else: written anew from what it holds, it
    /// must come out the same.
    /// </summary>
    public static bool IsAllThatFollows(PdfReader reader, int end)
    {
        try
        {
            var signed = new PdfReader(reader.File[..end]);
            return reader.Dictionary(reader.Catalog)["DSS"] is PdfReference store
                && Read(reader, reader.Dictionary(store.Id)) is { } data
                && data.AppendTo(signed).AsSpan().SequenceEqual(reader.File.Span);
        }
        catch (MalformedPdfException)
        {
            return false;
        }
    }

    private static ValidationData? Read(PdfReader reader, PdfDictionary store)
    {
        // The same stream named thousands of times would make a huge update of a small file.
        var rest = reader.File.Length;
        var (certificates, responses, lists) = (ReadParts("Certs"), ReadParts("OCSPs"), ReadParts("CRLs"));
        return rest >= 0 ? new(certificates, responses, lists) : null;

        List<ReadOnlyMemory<byte>> ReadParts(string key)
        {
            var parts = new List<ReadOnlyMemory<byte>>();
            foreach (var item in store[key] is PdfArray array ? array.Items : [])
            {
                if (rest >= 0 && item is PdfReference reference)
                {
                    parts.Add(reader.Stream(reference.Id).Data);
                    rest -= parts[^1].Length + 1;
                }
            }
            return parts;
        }
    }

    private static int Write(PdfUpdate update, ReadOnlySpan<byte> data)
    {
        var id = update.Allocate();
        update.Stream(id, "", data);
        return id;
    }
}
