using System.Security.Cryptography;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>
/// The code behind the QR (rule 24): 24 characters of Crockford's base 32 in groups of six, 120 bits from the system's
/// secure source, with nothing of the person or the number in it.
/// </summary>
public static class VerificationCode
{
    const int Length = 24;

    internal static string New() => Grouped(RandomNumberGenerator.GetString(TypedCode.Alphabet, Length));

    /// <summary>
    /// The code as stored, for one typed by hand: case, blanks and dashes don't matter, O is read as 0, I and L as 1.
    /// Null when it can't be a code.
    /// </summary>
    public static string? Normalize(string typed) => TypedCode.Read(typed, Length) is { } code ? Grouped(code) : null;

    static string Grouped(string code) => $"{code[..6]}-{code[6..12]}-{code[12..18]}-{code[18..]}";
}
