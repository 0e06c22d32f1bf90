using System.Buffers;
using SimpleBase;

namespace Enrollment.Credentials.Issuers;

/// <summary>Bytes in base58btc with the prefix z (Controlled Identifiers 1.0, section 2.4).</summary>
static class Multibase
{
    // No value that is read here is longer than a signature of 64 bytes.
    const int Longest = 100;

    // The library fails on characters beyond its table.
    static readonly SearchValues<char> alphabet = SearchValues.Create(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    );

    internal static string Encode(ReadOnlySpan<byte> bytes) => "z" + Base58.Bitcoin.Encode(bytes);

    /// <summary>The bytes; null where the text isn't base58btc with its prefix.</summary>
    internal static byte[]? Decode(string text)
    {
        if (text.Length is < 2 or > Longest || text[0] != 'z' || text.AsSpan().ContainsAnyExcept(alphabet))
            return null;
        var bytes = new byte[text.Length];
        return Base58.Bitcoin.TryDecode(text.AsSpan(1), bytes, out var count) ? bytes[..count] : null;
    }
}
