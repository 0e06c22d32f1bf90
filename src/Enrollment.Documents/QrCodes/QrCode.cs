using System.Text;

namespace Enrollment.Documents.QrCodes;

/// <summary>
/// A QR code (ISO/IEC 18004) as rows of packed bits, a set bit for a dark module, without the quiet zone. Byte mode,
/// error correction level M (15 % of the code may be lost), the smallest of the versions 1 to 11.
/// </summary>
/// <remarks>
/// An encoder of our own because the package took longer for the code than all the rest of a certificate took (about a
/// millisecond against a third of one).
/// </remarks>
internal sealed record QrCode(byte[] Rows, int Modules)
{
    /// <summary>Width of the blank that must surround the code, in modules (ISO/IEC 18004, 5.3.8).</summary>
    public const int QuietZone = 4;

    /// <summary>The bytes that the largest of the versions holds.</summary>
    public const int MostBytes = 251;

    /// <summary>
    /// Encodes a text as UTF-8. Throws <see cref="ArgumentException"/> beyond 251 bytes, what version 11 holds.
    /// </summary>
    public static QrCode Encode(string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        var version = QrCodewords.SmallestVersion(data.Length);
        var template = QrTemplate.Of(version);
        var plain = template.Place(QrCodewords.Encode(data, version));
        // The standard's choice: of the eight masks the one with the least that confuses a reader (7.8).
        var (best, least) = (plain, int.MaxValue);
        foreach (var mask in template.Masks)
        {
            var candidate = plain.Masked(mask);
            var penalty = QrPenalty.Of(candidate.Rows, candidate.Columns);
            (best, least) = penalty < least ? (candidate, penalty) : (best, least);
        }
        return new(Pack(best.Rows), template.Size);
    }

    private static byte[] Pack(ReadOnlySpan<ulong> lines)
    {
        var stride = (lines.Length + 7) / 8;
        var rows = new byte[stride * lines.Length];
        for (var y = 0; y < lines.Length; y++)
        {
            for (var x = 0; x < lines.Length; x++)
            {
                rows[(y * stride) + (x / 8)] |= (byte)(((lines[y] >> x) & 1) << (7 - (x % 8)));
            }
        }
        return rows;
    }
}
