using SkiaSharp;
using Svg.Skia;

namespace Enrollment.Documents.Pictures;

/// <summary>Makes PNG pictures of drawings that this program itself made as SVG.</summary>
public static class PngPicture
{
    /// <summary>A square picture with a transparent ground.</summary>
    /// <param name="svg">A drawing whose view box is a square.</param>
    /// <param name="side">Its side in pixels, 16 to 4,096.</param>
    public static byte[] Draw(string svg, int side)
    {
        ArgumentException.ThrowIfNullOrEmpty(svg);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 4_096);
        using var drawing = new SKSvg();
        var picture = drawing.FromSvg(svg) ?? throw new ArgumentException("It is no SVG drawing.", nameof(svg));
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        var box = picture.CullRect;
        canvas.Scale(side / box.Width, side / box.Height);
        canvas.Translate(-box.Left, -box.Top);
        canvas.DrawPicture(picture);
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
