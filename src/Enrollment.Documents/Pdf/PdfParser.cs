using System.Buffers;
using System.Globalization;
using System.Text;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// Reads values of the notation that <see cref="ByteWriter"/> writes, and nothing beyond it: no comments, no line breaks
/// in strings. What two readers could understand in two ways is malformed. Takes time in proportion to what it reads.
/// </summary>
internal sealed class PdfParser(ReadOnlyMemory<byte> file, int start)
{
    private const int MaximalDepth = 16;

    // A reader that takes some hundred bytes for each byte of a hostile file would run out of memory.
    private const int MaximalValues = 10_000;

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789ABCDEF"u8);
    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);
    private static readonly SearchValues<byte> Numeric = SearchValues.Create("+-.0123456789"u8);

    private int values;

    public int Position { get; private set; } = start;

    private ReadOnlySpan<byte> Rest => file.Span[Position..];

    /// <summary>Reads exactly these bytes.</summary>
    /// <exception cref="MalformedPdfException">Something else stands there.</exception>
    public void Demand(ReadOnlySpan<byte> text)
    {
        if (!Take(text))
        {
            throw Wrong($"'{Encoding.ASCII.GetString(text).Trim()}' is missing");
        }
    }

    /// <summary>Reads these bytes where they stand next.</summary>
    public bool Take(ReadOnlySpan<byte> text)
    {
        if (!Rest.StartsWith(text))
        {
            return false;
        }
        Position += text.Length;
        return true;
    }

    /// <summary>Passes over bytes, which must be there.</summary>
    public void Skip(int length) => Position += length;

    /// <summary>Reads a number of one to ten digits.</summary>
    /// <exception cref="MalformedPdfException">There is none, or it is above 2,147,483,647.</exception>
    public int Digits()
    {
        var length = Rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (
            length is < 1 or > 10
            || !int.TryParse(Rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
        {
            throw Wrong("a number is missing");
        }
        Position += length;
        return number;
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="MalformedPdfException">Says what is wrong.</exception>
    public PdfValue Value() => Value(0);

    private PdfValue Value(int depth)
    {
        if (++values > MaximalValues || depth > MaximalDepth)
        {
            throw Wrong("an object is too large");
        }
        SkipSpace();
        var at = Position;
        if (Take("<<"u8))
        {
            return Dictionary(at, depth);
        }
        if (Take("["u8))
        {
            return Array(at, depth);
        }
        if (Take("<"u8))
        {
            return Hex(at);
        }
        if (Take("("u8))
        {
            return Literal(at);
        }
        return Take("/"u8) ? Name(at) : Number(at);
    }

    private PdfDictionary Dictionary(int at, int depth)
    {
        var entries = new Dictionary<string, PdfValue>(StringComparer.Ordinal);
        while (true)
        {
            SkipSpace();
            if (Take(">>"u8))
            {
                return new(at, Position, entries);
            }
            var start = Position;
            Demand("/"u8);
            var name = Name(start).Name;
            if (!entries.TryAdd(name, Value(depth + 1)))
            {
                throw Wrong($"'{name}' is there twice");
            }
        }
    }

    private PdfArray Array(int at, int depth)
    {
        var items = new List<PdfValue>();
        while (true)
        {
            SkipSpace();
            if (Take("]"u8))
            {
                return new(at, Position, items);
            }
            items.Add(Value(depth + 1));
        }
    }

    private PdfText Hex(int at)
    {
        var length = Rest.IndexOfAnyExcept(Hexadecimal);
        if (length < 0 || length % 2 != 0 || Rest[length] != '>')
        {
            throw Wrong("a string has another character than digits from 0 to F in pairs");
        }
        var bytes = new byte[length / 2];
        _ = Convert.FromHexString(Rest[..length], bytes, out _, out _);
        Position += length + 1;
        return new(at, Position, bytes);
    }

    private PdfText Literal(int at)
    {
        var bytes = new List<byte>();
        while (true)
        {
            switch (Rest)
            {
                case [(byte)')', ..]:
                    Position++;
                    return new(at, Position, [.. bytes]);
                case [(byte)'\\', (byte)'\\' or (byte)'(' or (byte)')', ..]:
                    bytes.Add(Rest[1]);
                    Position += 2;
                    break;
                case [>= 32 and < 127 and not (byte)'(' and not (byte)'\\', ..]:
                    bytes.Add(Rest[0]);
                    Position++;
                    break;
                default:
                    throw Wrong("a string has a character that isn't allowed");
            }
        }
    }

    private PdfName Name(int at)
    {
        var length = TokenLength();
        var name = new StringBuilder(length);
        var token = Rest[..length];
        for (var i = 0; i < length; i++)
        {
            if (token[i] != '#')
            {
                name.Append((char)token[i]);
                continue;
            }
            if (
                !byte.TryParse(
                    token[i..][1..Math.Min(3, length - i)],
                    NumberStyles.AllowHexSpecifier,
                    null,
                    out var code
                )
            )
            {
                throw Wrong("a name has a '#' without a code");
            }
            name.Append((char)code);
            i += 2;
        }
        Position += length;
        return new(at, Position, name.ToString());
    }

    private PdfValue Number(int at)
    {
        var length = TokenLength();
        var token = Rest[..length];
        if (length == 0)
        {
            throw Wrong("a value is missing");
        }
        if (length <= 10 && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var integer))
        {
            Position += length;
            if (!Take(" 0 R"u8))
            {
                return new PdfInteger(at, Position, integer);
            }
            return TokenLength() == 0 ? new PdfReference(at, Position, integer) : throw Wrong("a reference is cut");
        }
        var isNumber = token.IndexOfAnyExcept(Numeric) < 0;
        if (
            !isNumber
            && !token.SequenceEqual("true"u8)
            && !token.SequenceEqual("false"u8)
            && !token.SequenceEqual("null"u8)
        )
        {
            throw Wrong("a value has no known notation");
        }
        Position += length;
        return new PdfOther(at, Position);
    }

    private int TokenLength()
    {
        var length = Rest.IndexOfAny(Delimiters);
        return length < 0 ? Rest.Length : length;
    }

    private void SkipSpace()
    {
        var length = Rest.IndexOfAnyExcept(" \n"u8);
        Position += length < 0 ? Rest.Length : length;
    }

    private MalformedPdfException Wrong(string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"At byte {Position} {problem}."));
}
