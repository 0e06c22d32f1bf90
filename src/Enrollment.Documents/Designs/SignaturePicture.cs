using Enrollment.Documents.Pdf;
using SkiaSharp;

namespace Enrollment.Documents.Designs;

/// <summary>Reads a scanned signature, no larger than print needs.</summary>
internal static class SignaturePicture
{
    // 40 mm at 400 dots per inch.
    private const int LargestSide = 630;
    private const int MostPixels = 25_000_000;

    /// <exception cref="DesignFault">It is no PNG or JPEG, or too large.</exception>
    public static StaticImage Read(ReadOnlyMemory<byte> file)
    {
        using var data = SKData.CreateCopy(file.Span);
        using var codec = SKCodec.Create(data);
        if (codec is not { EncodedFormat: SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg })
        {
            throw new DesignFault("image_unreadable", "It is neither PNG nor JPEG. Save the scan as one of them.");
        }
        var size = codec.Info;
        if ((long)size.Width * size.Height > MostPixels)
        {
            throw new DesignFault("image_too_large", "It has more than 25 million pixels. Scan it at 600 dpi at most.");
        }
        using var bitmap = SKBitmap.Decode(
            codec,
            new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul)
        );
        if (bitmap is null)
        {
            throw new DesignFault("image_unreadable", "The picture is damaged. Save the scan anew.");
        }
        var scale = Math.Min(1.0, (double)LargestSide / Math.Max(size.Width, size.Height));
        using var small = bitmap.Resize(
            bitmap.Info.WithSize(
                Math.Max(1, (int)Math.Round(size.Width * scale)),
                Math.Max(1, (int)Math.Round(size.Height * scale))
            ),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        );
        return new(small.Width, small.Height, small.GetPixelSpan());
    }
}
