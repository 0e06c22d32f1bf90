using System.Buffers;
using System.Globalization;
using System.Text;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// A growing run of bytes with the few notations that PDF syntax needs (ISO 32000-2, 7.2 and 7.3): names and operators
/// are ASCII, numbers have at most three decimals and never an exponent, strings are written in hexadecimal. Its memory is
/// rented: whoever makes many gives it back (<see cref="Release"/>).
/// </summary>
internal sealed class ByteWriter(int capacity = 4096)
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Number of bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public byte[] ToArray() => Written.ToArray();

    public void Clear() => Length = 0;

    /// <summary>Forgets what was written, and gives the memory to the next; what was read of it is no longer there.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        (bytes, Length) = ([], 0);
    }

    /// <summary>Appends text that is known to be ASCII; another character would be a bug and throws.</summary>
    public ByteWriter Ascii(ReadOnlySpan<char> text)
    {
        var target = Reserve(text.Length);
        if (Encoding.ASCII.TryGetBytes(text, target, out var written) && Ascii7(text))
        {
            Length += written;
            return this;
        }
        throw new ArgumentException("PDF syntax is ASCII.", nameof(text));
    }

    public ByteWriter Bytes(ReadOnlySpan<byte> data)
    {
        data.CopyTo(Reserve(data.Length));
        Length += data.Length;
        return this;
    }

    public ByteWriter Integer(int value)
    {
        if (!value.TryFormat(Reserve(11), out var written, default, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("Eleven bytes hold every 32-bit integer.");
        }
        Length += written;
        return this;
    }

    /// <summary>
    /// A real number rounded to three decimals (1/1000 pt is far below what any device resolves), without trailing
    /// zeros. The magnitude must stay below two million.
    /// </summary>
    public ByteWriter Number(double value)
    {
        var thousandths = (int)Math.Round(value * 1000, MidpointRounding.AwayFromZero);
        if (thousandths < 0)
        {
            Byte((byte)'-');
            thousandths = -thousandths;
        }
        Integer(thousandths / 1000);
        var fraction = thousandths % 1000;
        if (fraction == 0)
        {
            return this;
        }
        Byte((byte)'.').Byte((byte)('0' + (fraction / 100)));
        if (fraction % 100 != 0)
        {
            Byte((byte)('0' + (fraction / 10 % 10)));
        }
        return fraction % 10 != 0 ? Byte((byte)('0' + (fraction % 10))) : this;
    }

    /// <summary>The numbers with a space after each: the operands in front of an operator.</summary>
    public ByteWriter Numbers(params ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            Number(value).Byte((byte)' ');
        }
        return this;
    }

    public ByteWriter Byte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
        return this;
    }

    /// <summary>The byte so many times.</summary>
    public ByteWriter Fill(byte value, int count)
    {
        Reserve(count)[..count].Fill(value);
        Length += count;
        return this;
    }

    /// <summary>Four hexadecimal digits: one code of a two-byte encoding.</summary>
    public ByteWriter Hex4(int value)
    {
        const string digits = "0123456789ABCDEF";
        var target = Reserve(4);
        for (var i = 3; i >= 0; i--)
        {
            target[i] = (byte)digits[value & 15];
            value >>= 4;
        }
        Length += 4;
        return this;
    }

    /// <summary>UTF-16BE code units in hexadecimal, without brackets or byte order mark.</summary>
    public ByteWriter Utf16Hex(ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            Hex4(unit);
        }
        return this;
    }

    /// <summary>A text string (ISO 32000-2, 7.9.2.2): UTF-16BE with a byte order mark, in hexadecimal.</summary>
    public ByteWriter TextString(ReadOnlySpan<char> text) => Ascii("<FEFF").Utf16Hex(text).Ascii(">");

    /// <summary>An indirect reference (ISO 32000-2, 7.3.10) with a space in front.</summary>
    public ByteWriter Reference(int id) => Byte((byte)' ').Integer(id).Ascii(" 0 R");

    private static bool Ascii7(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('\0', '\x7F');

    private Span<byte> Reserve(int count)
    {
        if (Length + count > bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
        return bytes.AsSpan(Length);
    }
}
