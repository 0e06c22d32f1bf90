namespace Enrollment.Admissions.Documents.Formats;

/// <summary>A kind of file that is taken. It is told by the content alone.</summary>
/// <param name="Name">As a person calls it.</param>
/// <param name="MediaType">As it is served (IANA).</param>
/// <param name="Extensions">What its files are named, the usual one first, with the dot.</param>
public sealed record DocumentFormat(string Name, string MediaType, params IReadOnlyList<string> Extensions)
{
    public static DocumentFormat Pdf { get; } = new("PDF", "application/pdf", ".pdf");
    public static DocumentFormat Png { get; } = new("PNG", "image/png", ".png");
    public static DocumentFormat Jpeg { get; } = new("JPEG", "image/jpeg", ".jpg", ".jpeg");
    public static DocumentFormat Heic { get; } = new("HEIC", "image/heic", ".heic", ".heif");
    public static DocumentFormat Heif { get; } = new("HEIF", "image/heif", ".heif", ".heic");

    public static DocumentFormat Word { get; } =
        new("Word (DOCX)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");

    public static IReadOnlyList<DocumentFormat> All { get; } = [Pdf, Png, Jpeg, Heic, Heif, Word];

    public static DocumentFormat Of(string mediaType) => All.Single(format => format.MediaType == mediaType);
}

/// <summary>What a look at a content told.</summary>
/// <param name="Format">What it is, or begins as; null: nothing that is taken.</param>
/// <param name="IsReadable">Whether it is whole as far as can be told without decoding it.</param>
public readonly record struct Inspection(DocumentFormat? Format, bool IsReadable)
{
    internal static Inspection Unknown => default;

    internal static Inspection Readable(DocumentFormat format) => new(format, true);

    internal static Inspection Unreadable(DocumentFormat format) => new(format, false);
}
