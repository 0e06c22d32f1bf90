namespace Enrollment.Documents.Pdf;

/// <summary>
/// A picture that many documents share (an image XObject with a soft mask, ISO 32000-2, 8.9.5 and 11.6.5.2): compressed
/// once, copied into each.
/// </summary>
internal sealed class StaticImage : IStaticDrawing
{
    private readonly byte[] colors;
    private readonly byte[] opacity;

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="pixels">Red, green, blue and opacity of each pixel from the top left, a byte each.</param>
    public StaticImage(int width, int height, ReadOnlySpan<byte> pixels)
    {
        (Width, Height) = (width, height);
        var (plain, mask) = (new byte[width * height * 3], new byte[width * height]);
        for (var i = 0; i < mask.Length; i++)
        {
            pixels.Slice(i * 4, 3).CopyTo(plain.AsSpan(i * 3));
            mask[i] = pixels[(i * 4) + 3];
        }
        colors = Flate.CompressOnce(plain);
        opacity = Flate.CompressOnce(mask);
    }

    public int Width { get; }
    public int Height { get; }

    public int Write(PdfFile file)
    {
        var (picture, mask) = (file.Allocate(), file.Allocate());
        var common = FormattableString.Invariant(
            $"/Type/XObject/Subtype/Image/Width {Width}/Height {Height}/BitsPerComponent 8/Filter/FlateDecode"
        );
        file.Stream(mask, $"{common}/ColorSpace/DeviceGray", opacity);
        file.Stream(picture, FormattableString.Invariant($"{common}/ColorSpace/DeviceRGB/SMask {mask} 0 R"), colors);
        return picture;
    }
}
