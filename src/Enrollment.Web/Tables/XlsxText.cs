using System.Globalization;
using System.Text.RegularExpressions;

namespace Enrollment.Web.Tables;

/// <summary>
/// Text in a workbook: XML has no place for some characters and turns a carriage return into a line feed, so they are
/// written as _xHHHH_ (ECMA-376 part 1, 22.9.2.19, ST_Xstring), and so is what only looks so.
/// </summary>
static partial class XlsxText
{
    internal static string Escape(string text) =>
        Special().IsMatch(text) ? Special().Replace(text, found => Code(found.ValueSpan[0]) + found.Value[1..]) : text;

    static string Code(char c) => string.Create(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");

    /// <summary>The first character of each match is what has to be written by its code.</summary>
    [GeneratedRegex(@"[\r\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Special();
}
