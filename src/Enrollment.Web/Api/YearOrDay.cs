using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Enrollment.Web.Api;

/// <summary>An end of a period: a year as a whole (2026), or a day (2026-09-01).</summary>
readonly record struct YearOrDay(DateOnly First, DateOnly Last) : IParsable<YearOrDay>
{
    public static YearOrDay Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var read) ? read : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out YearOrDay result)
    {
        result = default;
        if (DateOnly.TryParseExact(s, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            result = new YearOrDay(day, day);
        else if (DateOnly.TryParseExact(s, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            result = new YearOrDay(first, new DateOnly(first.Year, 12, 31));
        else
            return false;
        return true;
    }
}
