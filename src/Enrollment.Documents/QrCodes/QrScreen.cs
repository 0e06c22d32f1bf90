using System.Globalization;
using System.Security;
using System.Text;

namespace Enrollment.Documents.QrCodes;

/// <summary>A QR code for a screen or projector, as an SVG image that scales to any size.</summary>
public static class QrScreen
{
    // In modules, below the code.
    private const int LineHeight = 7;

    /// <summary>
    /// The code, with the text itself on a line below it for whoever types it. Throws <see cref="ArgumentException"/> beyond
    /// 251 bytes of UTF-8.
    /// </summary>
    public static string Svg(string text)
    {
        var code = QrCode.Encode(text);
        var width = code.Modules + (2 * QrCode.QuietZone);
        var height = width + LineHeight;
        var label = SecurityElement.Escape(text);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">
            <rect width="{width}" height="{height}" fill="#fff"/>
            <path d="{Path(code)}" shape-rendering="crispEdges"/>
            <text x="{width / 2m}" y="{width
                + 2}" font-family="monospace" font-size="5" text-anchor="middle">{label}</text>
            </svg>

            """
        );
    }

    /// <summary>The code alone, for a text that nobody types; null beyond 251 bytes of UTF-8.</summary>
    public static string? Bare(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > QrCode.MostBytes)
            return null;

        var code = QrCode.Encode(text);
        var width = code.Modules + (2 * QrCode.QuietZone);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" role="img" aria-label="QR">
            <rect width="{width}" height="{width}" fill="#fff"/>
            <path d="{Path(code)}" shape-rendering="crispEdges"/>
            </svg>

            """
        );
    }

    // A rectangle for each run of dark modules in a row.
    private static string Path(QrCode code)
    {
        var path = new StringBuilder();
        for (var y = 0; y < code.Modules; y++)
        {
            for (var x = 0; x < code.Modules; x++)
            {
                var from = x;
                while (x < code.Modules && IsDark(code, x, y))
                {
                    x++;
                }
                if (x > from)
                {
                    path.Append(
                        CultureInfo.InvariantCulture,
                        $"M{from + QrCode.QuietZone} {y + QrCode.QuietZone}h{x - from}v1h{from - x}z"
                    );
                }
            }
        }
        return path.ToString();
    }

    private static bool IsDark(QrCode code, int x, int y) =>
        (code.Rows[(y * ((code.Modules + 7) / 8)) + (x / 8)] >> (7 - (x % 8)) & 1) == 1;
}
