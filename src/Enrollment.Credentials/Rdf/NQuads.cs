using System.Buffers;
using System.Text;

namespace Enrollment.Credentials.Rdf;

/// <summary>
/// Terms in the canonical form of N-Quads (RDF 1.2 N-Quads, "A Canonical form of N-Quads", which RDFC-1.0 demands).
/// </summary>
static class NQuads
{
    static readonly SearchValues<char> escaped = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code),
        '"',
        '\\',
        '\u007F',
    ]);

    static readonly SearchValues<char> notInIris = SearchValues.Create([
        .. Enumerable.Range(0, 0x21).Select(code => (char)code),
        .. "<>\"{}|\\^`\u007F",
    ]);

    internal static byte[] Iri(string iri) => Encoding.UTF8.GetBytes($"<{iri}>");

    /// <param name="text">Any text without half a surrogate pair.</param>
    /// <param name="datatype">IRI in N-Quads form; null for xsd:string, which isn't written.</param>
    internal static byte[] Literal(string text, byte[]? datatype)
    {
        if (text.AsSpan().ContainsAny(escaped))
            text = Escape(text);
        var size = Encoding.UTF8.GetByteCount(text);
        var bytes = new byte[size + 2 + (datatype is null ? 0 : datatype.Length + 2)];
        bytes[0] = (byte)'"';
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(1));
        bytes[size + 1] = (byte)'"';
        if (datatype is not null)
        {
            "^^"u8.CopyTo(bytes.AsSpan(size + 2));
            datatype.CopyTo(bytes, size + 4);
        }

        return bytes;
    }

    /// <summary>
    /// Whether this is an absolute IRI that a JSON-LD processor leaves as it is: a scheme, and no character that N-Quads
    /// would have to escape. Blank node labels ("_:b0") and relative references are none.
    /// </summary>
    internal static bool IsAbsoluteIri(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == text.Length - 1 || !char.IsAsciiLetter(text[0]))
            return false;
        foreach (var letter in text.AsSpan(0, colon))
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.'))
                return false;
        }

        return !text.AsSpan(colon).ContainsAny(notInIris);
    }

    static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append(@"\\"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '\b' => result.Append("\\b"),
                '\f' => result.Append("\\f"),
                < ' ' or '\u007F' => result.Append("\\u").Append(((int)letter).ToString("X4", null)),
                _ => result.Append(letter),
            };
        }

        return result.ToString();
    }
}
