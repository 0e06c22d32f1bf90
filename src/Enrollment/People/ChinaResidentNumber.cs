using System.Globalization;

namespace Enrollment.People;

/// <summary>
/// China's resident identity number (GB 11643-1999): six digits of the place, eight of a date, three of a sequence, and a
/// check character by ISO 7064 MOD 11-2, where X stands for ten.
/// </summary>
static class ChinaResidentNumber
{
    const int Length = 18;
    const string CheckCharacters = "0123456789X";

    internal static string? Problem(string normal) =>
        normal.Length != Length || !normal.AsSpan(0, Length - 1).ContainsOnlyDigits()
            ? "A resident identity number has 17 digits and a check character, a digit or X."
        : !DateOnly.TryParseExact(normal.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, 0, out _)
            ? "The 7th to 14th digits must be a date: year, month, day."
        : CheckCharacter(normal.AsSpan(0, Length - 1)) != normal[^1]
            ? "The check character doesn't fit. Compare the number with the document, digit by digit."
        : null;

    /// <summary>ISO 7064 MOD 11-2 over the first 17: the character that makes the doubling sum 1 modulo 11.</summary>
    internal static char CheckCharacter(ReadOnlySpan<char> seventeen)
    {
        var remainder = 0;
        foreach (var digit in seventeen)
            remainder = (remainder + (digit - '0')) * 2 % 11;
        return CheckCharacters[(12 - remainder) % 11];
    }

    static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
