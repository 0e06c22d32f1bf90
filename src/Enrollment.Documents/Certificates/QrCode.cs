using QRCoder;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// A QR code as rows of packed bits (ISO/IEC 18004), a set bit for a dark module, without the quiet zone. Error
/// correction level M restores 15 %.
/// </summary>
internal sealed record QrCode(byte[] Rows, int Modules)
{
    /// <summary>Width of the blank that must surround the code, in modules (ISO/IEC 18004, 5.3.8).</summary>
    public const int QuietZone = 4;

    public static QrCode Encode(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        // The library's matrix brings a quiet zone of its own along.
        var matrix = data.ModuleMatrix;
        var modules = matrix.Count - (2 * QuietZone);
        var stride = (modules + 7) / 8;
        var rows = new byte[stride * modules];
        for (var y = 0; y < modules; y++)
        {
            var row = matrix[y + QuietZone];
            for (var x = 0; x < modules; x++)
            {
                if (row[x + QuietZone])
                {
                    rows[(y * stride) + (x / 8)] |= (byte)(0x80 >> (x % 8));
                }
            }
        }
        return new(rows, modules);
    }
}
