using System.Security.Cryptography;

namespace Enrollment.Pipeline;

/// <summary>
/// Makes ids: version-7 UUIDs (RFC 9562) that rise strictly within the process, so that the order of ids is the order
/// of events. The 12 bits after the version count within one millisecond (method 1 of section 6.2).
/// </summary>
public sealed class Ids(TimeProvider time)
{
    const int CounterLimit = 1 << 12;
    readonly Lock gate = new();
    long lastMillisecond;
    int counter;

    /// <summary>A random UUID (version 4), for outsiders: it tells neither when nor after what it was made.</summary>
    public static Guid Random()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)(0x40 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    public Guid New()
    {
        long millisecond;
        int count;
        lock (gate)
        {
            millisecond = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), lastMillisecond);
            counter = millisecond == lastMillisecond ? counter + 1 : 0;
            if (counter == CounterLimit)
            {
                // More than 4,096 ids in a millisecond: borrow from the next one.
                millisecond++;
                counter = 0;
            }

            lastMillisecond = millisecond;
            count = counter;
        }

        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(millisecond))
            .TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | (count >> 8));
        bytes[7] = (byte)count;
        return new Guid(bytes, bigEndian: true);
    }
}
