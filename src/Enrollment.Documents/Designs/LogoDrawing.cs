using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;
using ShimSkiaSharp;
using Svg.Model;
using Svg.Model.Services;
using Svg.Skia;

namespace Enrollment.Documents.Designs;

/// <summary>Turns a logo into a drawing of the document: an SVG library resolves it to shapes, which are written as paths.</summary>
internal static class LogoDrawing
{
    private const int MostBytes = 500_000;

    /// <summary>The drawing, from the origin to the right and upwards, and its size in its own units.</summary>
    /// <exception cref="DesignFault">It isn't plain shapes in plain colors.</exception>
    public static (StaticForm Form, double Width, double Height) Read(string svg)
    {
        LogoCheck.Check(svg);
        var picture = Resolve(svg);
        var box = picture.CullRect;
        if (!(box.Width > 0 && box.Height > 0 && box.Width < 100_000 && box.Height < 100_000))
        {
            throw new DesignFault("logo_unreadable", "It has no size. Give its width and height, or a view box.");
        }
        var output = new ByteWriter();
        // SVG counts downwards from the upper edge.
        output.Numbers(1, 0, 0, -1, -box.Left, box.Bottom).Ascii("cm\n");
        foreach (var command in picture.Commands ?? [])
        {
            Write(output, command);
            if (output.Length > MostBytes)
            {
                throw new DesignFault(
                    "logo_too_detailed",
                    "It is too detailed for each certificate. Simplify the drawing."
                );
            }
        }
        return (new(output, (0, 0, box.Width, box.Height)), box.Width, box.Height);
    }

    private static SKPicture Resolve(string svg)
    {
        try
        {
            var document = SvgService.FromSvg(svg);
            return document is null
                ? throw new DesignFault("logo_unreadable", "It can't be read as SVG. Save it anew as plain SVG.")
                : SvgSceneRuntime.CreateModel(document, new NoAssets(), DrawAttributes.None)
                    ?? throw new DesignFault("logo_unreadable", "It draws nothing.");
        }
        // The library has no exception of its own for what it can't read.
        catch (Exception error) when (error is not DesignFault and not OutOfMemoryException)
        {
            throw new DesignFault("logo_unreadable", $"It can't be read as SVG: {error.Message}");
        }
    }

    private static void Write(ByteWriter output, CanvasCommand command)
    {
        switch (command)
        {
            case SaveCanvasCommand:
                output.Ascii("q\n");
                break;
            case RestoreCanvasCommand:
                output.Ascii("Q\n");
                break;
            case SetMatrixCanvasCommand { DeltaMatrix: var m }:
                output.Numbers(m.ScaleX, m.SkewY, m.SkewX, m.ScaleY, m.TransX, m.TransY).Ascii("cm\n");
                break;
            case ClipRectCanvasCommand { Operation: SKClipOperation.Intersect, Rect: var rect }:
                output.Numbers(rect.Left, rect.Top, rect.Width, rect.Height).Ascii("re W n\n");
                break;
            case ClipPathCanvasCommand { Operation: SKClipOperation.Intersect, ClipPath: { } clip }:
                Clip(output, clip);
                break;
            case DrawPathCanvasCommand { Path: { } path, Paint: { } paint }:
                Draw(output, path, paint);
                break;
            default:
                throw new DesignFault(
                    "logo_not_plain",
                    "It has transparent groups, masks, text or pictures. Turn them into plain shapes."
                );
        }
    }

    private static void Clip(ByteWriter output, ClipPath clip)
    {
        if (
            clip
                is not {
                    Clips: [{ Path: { } path, Clip: null or { IsEmpty: true } } only],
                    Clip: null or { IsEmpty: true }
                }
            || clip.Transform is { IsIdentity: false }
            || only.Transform is { IsIdentity: false }
        )
        {
            throw new DesignFault("logo_not_plain", "It is clipped in a way that can't be drawn. Clip by one shape.");
        }
        ShapePath.Append(output, path);
        output.Ascii(path.FillType == SKPathFillType.EvenOdd ? "W* n\n" : "W n\n");
    }

    private static void Draw(ByteWriter output, SKPath path, SKPaint paint)
    {
        var color = paint.Shader switch
        {
            null => paint.Color ?? new SKColor(0, 0, 0, 255),
            ColorShader shader => shader.Color,
            _ => throw new DesignFault("logo_not_plain", "It has gradients or patterns. Use plain colors instead."),
        };
        if (color.Alpha == 0)
        {
            return;
        }
        if (
            color.Alpha != 255
            || paint.ColorFilter is not null
            || paint.ImageFilter is not null
            || paint.BlendMode != SKBlendMode.SrcOver
        )
        {
            throw new DesignFault("logo_not_plain", "Something in it is transparent. Use opaque colors.");
        }
        var plain = new Color(color.Red, color.Green, color.Blue);
        if (paint.Style == SKPaintStyle.Fill)
        {
            output.Fill(plain);
            ShapePath.Append(output, path);
            output.Ascii(path.FillType == SKPathFillType.EvenOdd ? "f*\n" : "f\n");
            return;
        }
        output.Stroke(plain, paint.StrokeWidth).Integer((int)paint.StrokeCap).Ascii(" J ");
        output.Integer(Join(paint.StrokeJoin)).Ascii(" j ").Number(Math.Max(paint.StrokeMiter, 1)).Ascii(" M ");
        Dash(output, paint.PathEffect);
        ShapePath.Append(output, path);
        output.Ascii("S\n");
    }

    private static void Dash(ByteWriter output, SKPathEffect? effect)
    {
        if (effect is not (null or DashPathEffect))
        {
            throw new DesignFault("logo_not_plain", "It has strokes with effects. Use plain or dashed ones.");
        }
        var dash = effect as DashPathEffect;
        output.Ascii("[");
        foreach (var length in dash?.Intervals ?? [])
        {
            output.Numbers(length);
        }
        output.Ascii("] ").Number(dash?.Phase ?? 0).Ascii(" d\n");
    }

    private static int Join(SKStrokeJoin join) =>
        join switch
        {
            SKStrokeJoin.Miter => 0,
            SKStrokeJoin.Round => 1,
            _ => 2,
        };

    /// <summary>There is nothing that a logo of plain shapes could ask for.</summary>
    private sealed class NoAssets : ISvgAssetLoader
    {
        public bool EnableSvgFonts => false;

        public SKImage LoadImage(Stream stream) => throw new DesignFault("logo_not_plain", "It has a picture.");

        public List<TypefaceSpan> FindTypefaces(string? text, SKPaint paintPreferredTypeface) => [];

        public SKFontMetrics GetFontMetrics(SKPaint paint) => default;

        public float MeasureText(string? text, SKPaint paint, ref SKRect bounds) => 0;

        public SKPath? GetTextPath(string? text, SKPaint paint, float x, float y) => null;
    }
}
