namespace Enrollment.Admissions.Documents.Formats;

/// <summary>
/// JPEG (ITU-T T.81, annex B): segments from start of image to end of image, with a frame and a scan. Cameras append
/// things of their own after the end, which don't matter.
/// </summary>
static class JpegInspection
{
    const int StartOfScan = 0xDA;
    const int EndOfImage = 0xD9;

    /// <summary>Length, precision, lines (0: told later), samples per line.</summary>
    const int FrameBytes = 7;

    internal static bool Begins(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    internal static bool IsWhole(Stream content)
    {
        using var bytes = new ByteCursor(content, 2);
        var (hasFrame, hasScan) = (false, false);
        while (NextMarker(bytes) is var marker and >= 0)
        {
            if (marker == EndOfImage)
                return hasFrame && hasScan;
            // These stand alone: restarts within a scan, and TEM.
            if (marker is >= 0xD0 and <= 0xD8 or 0x01)
                continue;

            var length = bytes.NextUInt16();
            if (length < 2)
                return false;

            var rest = length - 2;
            if (IsFrame(marker))
            {
                if (length < FrameBytes || bytes.Next() < 0 || bytes.NextUInt16() < 0 || bytes.NextUInt16() <= 0)
                    return false;
                hasFrame = true;
                rest = length - FrameBytes;
            }

            bytes.Skip(rest);
            hasScan |= marker == StartOfScan;
        }

        return false;
    }

    /// <summary>The next marker; -1 at the end. Within a scan FF 00 is data, before a marker FF may be repeated.</summary>
    static int NextMarker(ByteCursor bytes)
    {
        var afterPrefix = false;
        while (bytes.Next() is var value and >= 0)
        {
            if (afterPrefix && value is not (0x00 or 0xFF))
                return value;
            afterPrefix = value == 0xFF;
        }

        return -1;
    }

    static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
