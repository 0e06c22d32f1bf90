using System.Collections.Frozen;
using System.Text;

namespace Enrollment.People;

/// <summary>The rules of each kind of number, by country and name; what has none of its own follows the general one.</summary>
static class NationalNumbers
{
    const int Shortest = 5;
    const int Longest = 30;

    static readonly FrozenDictionary<NationalNumberKind, Func<string, string?>> rules = new Dictionary<
        NationalNumberKind,
        Func<string, string?>
    >
    {
        [new("KZ", "iin")] = KazakhstanIin.Problem,
        [new("CN", "resident-id")] = ChinaResidentNumber.Problem,
    }.ToFrozenDictionary();

    /// <summary>
    /// The form that numbers are stored and compared in: compatibility forms unified (full-width digits), upper case,
    /// without blanks, hyphens, dots and slashes. Null where the text isn't well-formed Unicode.
    /// </summary>
    internal static string? Normalize(string typed)
    {
        if (Unified(typed) is not { } unified)
            return null;

        var normal = new StringBuilder(unified.Length);
        foreach (var c in unified)
        {
            if (!char.IsWhiteSpace(c) && !IsSeparator(c))
                normal.Append(char.ToUpperInvariant(c));
        }

        return normal.ToString();
    }

    /// <summary>What is wrong with a number in its normal form, in words that don't repeat it; null where nothing is.</summary>
    internal static string? Problem(NationalNumberKind kind, string normal) =>
        (rules.GetValueOrDefault(kind) ?? General)(normal);

    static string? General(string normal) =>
        normal.Length is < Shortest or > Longest ? $"Give {Shortest} to {Longest} characters."
        : !normal.All(char.IsAsciiLetterOrDigit)
            ? "Use Latin letters and digits; blanks, hyphens, dots and slashes may stand between."
        : null;

    static string? Unified(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: the caller names the field.
            return null;
        }
    }

    /// <summary>Hyphens and dashes of any width (U+00AD, U+2010 to U+2015, U+2212), dots and slashes.</summary>
    static bool IsSeparator(char c) => c is '-' or '.' or '/' or '\u00AD' or (>= '\u2010' and <= '\u2015') or '\u2212';
}
