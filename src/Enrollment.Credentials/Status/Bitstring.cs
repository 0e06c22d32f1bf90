using System.Buffers.Text;
using System.IO.Compression;
using System.Numerics;

namespace Enrollment.Credentials.Status;

/// <summary>
/// Bits as Bitstring Status List 1.0 counts them: index 0 is the most significant bit of the first byte. At least 131,072
/// bits, so that a holder hides among many whatever the number of credentials.
/// </summary>
public sealed class Bitstring
{
    /// <summary>The least number of bits that the standard allows.</summary>
    public const int LeastSize = 131_072;

    /// <summary>The most that is read, 2 MB: a small file may promise any number.</summary>
    public const int MostSize = 16_777_216;

    readonly byte[] bytes;

    /// <param name="size">Number of bits, all clear: a multiple of 8 from 131,072 to 16,777,216.</param>
    public Bitstring(int size = LeastSize)
    {
        if (size is < LeastSize or > MostSize || size % 8 != 0)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A multiple of 8 from 131,072 to 16,777,216.");
        bytes = new byte[size / 8];
    }

    Bitstring(byte[] bytes) => this.bytes = bytes;

    /// <summary>Number of bits.</summary>
    public int Size => bytes.Length * 8;

    /// <summary>Number of bits that are set.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var part in bytes)
                count += BitOperations.PopCount(part);
            return count;
        }
    }

    public bool this[int index]
    {
        get => (bytes[Checked(index) / 8] & Mask(index)) != 0;
        set =>
            bytes[Checked(index) / 8] = value
                ? (byte)(bytes[index / 8] | Mask(index))
                : (byte)(bytes[index / 8] & ~Mask(index));
    }

    /// <summary>The index of a bit that is clear.</summary>
    /// <param name="rank">How many clear bits stand before it: from 0, and fewer than there are.</param>
    internal int FindClear(int rank)
    {
        var part = 0;
        for (var clear = 0; (clear = 8 - BitOperations.PopCount(bytes[part])) <= rank; part++)
            rank -= clear;
        var index = part * 8;
        while (this[index] || rank-- > 0)
            index++;
        return index;
    }

    /// <summary>"u" and base64url of the gzip stream.</summary>
    public string Encode()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return "u" + Base64Url.EncodeToString(packed.ToArray());
    }

    /// <exception cref="FormatException">It is no such text, or has too few or too many bits.</exception>
    public static Bitstring Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0 || text[0] != 'u' || !Base64Url.IsValid(text.AsSpan(1)))
            throw new FormatException("must be 'u' and base64url");
        var bytes = Unpack(Base64Url.DecodeFromChars(text.AsSpan(1)));
        return bytes.Length is >= LeastSize / 8 and <= MostSize / 8
            ? new(bytes)
            : throw new FormatException("must have from 131,072 to 16,777,216 bits");
    }

    static byte[] Unpack(byte[] packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            // One more than is allowed tells that there is more.
            var bytes = new byte[(MostSize / 8) + 1];
            return bytes[..gzip.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException error)
        {
            throw new FormatException("must be a gzip stream", error);
        }
    }

    static byte Mask(int index) => (byte)(0x80 >> (index % 8));

    int Checked(int index) =>
        index >= 0 && index < Size
            ? index
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"From 0 to {Size - 1}.");
}
