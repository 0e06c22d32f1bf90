using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enrollment.Certificates.Designs;

/// <summary>The sheet and its line work.</summary>
public enum DesignStyle
{
    /// <summary>A4 landscape in a border of guilloche.</summary>
    Guilloche,

    /// <summary>A4 portrait in a border of guilloche.</summary>
    Portrait,

    /// <summary>A4 landscape within two fine rules: light on ink, for printers of an office.</summary>
    Plain,
}

/// <summary>How a center's certificates look. Names, results and dates aren't part of it.</summary>
public sealed record CertificateDesign
{
    /// <summary>Languages that certificates can speak (ISO 639-1).</summary>
    public static IReadOnlyList<string> KnownLanguages { get; } = ["ar", "en", "kk", "ru", "zh"];

    public required DesignStyle Style { get; init; }

    /// <summary>
    /// One to three of <see cref="KnownLanguages"/>, the principal one first. With Arabic as the principal one the foot
    /// of the sheet runs from right to left.
    /// </summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Color of titles and line work, <c>#RRGGBB</c>, dark enough to be read on white (4.5 to 1, WCAG 2.2).</summary>
    public string Color { get; init; } = "#1B5E66";

    /// <summary>Color of fine rules and ornaments, <c>#RRGGBB</c>; nothing is written in it.</summary>
    public string Accent { get; init; } = "#B89245";

    /// <summary>
    /// The center's logo in place of the emblem: an SVG drawing of plain shapes in plain colors, up to 200,000 characters.
    /// Null for the emblem.
    /// </summary>
    public string? Logo { get; init; }

    /// <summary>Other words than the usual ones, by language.</summary>
    public IReadOnlyList<DesignWords> Words { get; init; } = [];

    /// <summary>Scanned signatures, for signatories of the center by their names.</summary>
    public IReadOnlyList<SignatureImage> Signatures { get; init; } = [];
}

/// <summary>Words of a design in one of its languages; each null for the usual ones, else 1 to 120 characters.</summary>
public sealed record DesignWords
{
    public required string Language { get; init; }

    /// <summary>What the document is called.</summary>
    public string? Heading { get; init; }

    /// <summary>Before the name.</summary>
    public string? Certify { get; init; }

    /// <summary>Between the name and the course.</summary>
    public string? Completed { get; init; }
}

/// <summary>A scanned signature: PNG or JPEG, at most 150 KB, on white or transparent.</summary>
/// <param name="Signatory">The name as the center has it among its signatories.</param>
/// <param name="Image">The file, in Base64.</param>
public sealed record SignatureImage(string Signatory, ReadOnlyMemory<byte> Image);

/// <summary>How a design's content is kept.</summary>
static class DesignJson
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static string Write(CertificateDesign design) => JsonSerializer.Serialize(design, options);

    internal static CertificateDesign Read(string json) =>
        JsonSerializer.Deserialize<CertificateDesign>(json, options)!;
}
