using System.Security.Cryptography;

namespace Enrollment.Certificates;

/// <summary>
/// The code behind the QR (rule 24): 24 characters of Crockford's base 32 in groups of six, 120 bits from the system's
/// secure source, with nothing of the person or the number in it.
/// </summary>
public static class VerificationCode
{
    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const int Length = 24;

    internal static string New() => Grouped(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>
    /// The code as stored, for one typed by hand: case, blanks and hyphens don't matter, O is read as 0, I and L as 1.
    /// Null when it can't be a code.
    /// </summary>
    public static string? Normalize(string typed)
    {
        Span<char> code = stackalloc char[Length];
        var length = 0;
        foreach (var c in typed)
        {
            if (c is '-' or ' ')
                continue;

            var read = char.ToUpperInvariant(c) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                var other => other,
            };
            if (length == Length || !Alphabet.Contains(read, StringComparison.Ordinal))
                return null;
            code[length++] = read;
        }

        return length == Length ? Grouped(new string(code)) : null;
    }

    static string Grouped(string code) => $"{code[..6]}-{code[6..12]}-{code[12..18]}-{code[18..]}";
}
