namespace Enrollment.Pipeline;

/// <summary>
/// Codes that people read and type: Crockford's base 32, whose characters aren't taken for one another
/// (https://www.crockford.com/base32.html).
/// </summary>
static class TypedCode
{
    internal const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>
    /// The characters of a code that was typed by hand: case, blanks and dashes don't matter, O is read as 0, I and L as
    /// 1. Null when it can't be a code of <paramref name="length"/> characters.
    /// </summary>
    internal static string? Read(string typed, int length)
    {
        Span<char> code = stackalloc char[length];
        var read = 0;
        foreach (var c in TypedText.Plain(typed))
        {
            if (c == '-')
                continue;

            var meant = char.ToUpperInvariant(c) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                var other => other,
            };
            if (read == length || !Alphabet.Contains(meant, StringComparison.Ordinal))
                return null;
            code[read++] = meant;
        }

        return read == length ? new string(code) : null;
    }
}
