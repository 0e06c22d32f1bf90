using System.Globalization;
using System.Text;

namespace Enrollment.Pipeline;

/// <summary>
/// Numbers and codes as word processors, PDF readers and East Asian keyboards give them back: with hyphens that became
/// dashes, blanks, and wide forms of letters and digits.
/// </summary>
static class TypedText
{
    // Hyphen, non-breaking hyphen, figure dash, en dash, em dash, horizontal bar, minus sign, small em dash, small
    // hyphen-minus, wide hyphen-minus; and the soft hyphen, as which some readers copy one at the end of a line.
    const string Dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D\u00AD";

    /// <summary>The text in ASCII where it has such a form, without blanks and invisible characters; case stays.</summary>
    internal static string Plain(string typed)
    {
        var plain = new StringBuilder(typed.Length);
        foreach (var c in typed)
        {
            if (Dashes.Contains(c, StringComparison.Ordinal))
                plain.Append('-');
            else if (c is >= '\uFF01' and <= '\uFF5E')
                plain.Append((char)(c - '\uFF01' + '!'));
            else if (!char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)
                plain.Append(c);
        }

        return plain.ToString();
    }
}
