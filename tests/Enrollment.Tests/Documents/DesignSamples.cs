using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using SkiaSharp;

namespace Enrollment.Tests.Documents;

/// <summary>Designs of made-up centers, and certificates that are drawn by them.</summary>
internal static class DesignSamples
{
    public const string Logo = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">
          <style>.dark { fill: #10364a }</style>
          <defs><clipPath id="half"><rect x="0" y="0" width="60" height="60"/></clipPath></defs>
          <rect class="dark" x="2" y="2" width="116" height="56" rx="8"/>
          <g transform="translate(30 30)" fill="#e0b050">
            <circle r="18"/>
            <path d="M-9 0 A9 9 0 1 1 9 0 A9 9 0 1 1 -9 0 Z" fill="#ffffff"/>
          </g>
          <path d="M60 45 Q75 5 90 45 T 112 20" fill="none" stroke="#ffffff" stroke-width="3" stroke-dasharray="6 2"/>
          <g clip-path="url(#half)"><polygon points="50,50 70,50 60,40" fill="#cc3333"/></g>
        </svg>
        """;

    public static CertificateDesign Of(DesignStyle style, params string[] languages) =>
        new() { Style = style, Languages = languages };

    /// <summary>The sample with this design's template.</summary>
    public static CertificateSnapshot Designed(CertificateSnapshot snapshot) =>
        snapshot with
        {
            TemplateVersion = CertificateSamples.Renderer.DesignedTemplateVersion,
            DesignId = new Guid(7, 0, 0, new byte[8]),
            Award = "Merit",
        };

    /// <summary>A signature in ink on a transparent ground, as a PNG file.</summary>
    public static byte[] Signature()
    {
        using var bitmap = new SKBitmap(900, 300, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var canvas = new SKCanvas(bitmap);
        using var ink = new SKPaint
        {
            Color = new SKColor(0x1A, 0x2F, 0x7A),
            StrokeWidth = 9,
            IsStroke = true,
            IsAntialias = true,
        };
        for (var x = 40; x < 840; x += 40)
            canvas.DrawLine(x, 150 + (x % 120), x + 40, 150 + ((x + 40) % 120) - (x % 80), ink);
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
