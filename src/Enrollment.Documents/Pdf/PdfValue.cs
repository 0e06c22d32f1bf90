namespace Enrollment.Documents.Pdf;

/// <summary>A value as it was read (ISO 32000-2, 7.3) and where it stands in the file; the end isn't part of it.</summary>
internal abstract record PdfValue(int Start, int End);

internal sealed record PdfDictionary(int Start, int End, IReadOnlyDictionary<string, PdfValue> Entries)
    : PdfValue(Start, End)
{
    /// <summary>The entry, or null.</summary>
    public PdfValue? this[string key] => Entries.GetValueOrDefault(key);
}

internal sealed record PdfArray(int Start, int End, IReadOnlyList<PdfValue> Items) : PdfValue(Start, End);

internal sealed record PdfName(int Start, int End, string Name) : PdfValue(Start, End);

internal sealed record PdfText(int Start, int End, byte[] Bytes) : PdfValue(Start, End);

internal sealed record PdfInteger(int Start, int End, int Value) : PdfValue(Start, End);

internal sealed record PdfReference(int Start, int End, int Id) : PdfValue(Start, End);

/// <summary>A number with decimals, true, false or null: nothing that a reader of signatures asks for.</summary>
internal sealed record PdfOther(int Start, int End) : PdfValue(Start, End);
