using System.Globalization;

namespace Enrollment.People;

/// <summary>How near two birth dates are as they are written.</summary>
static class BirthDates
{
    /// <summary>Close: day and month changed places, or one digit differs, or two neighboring digits changed places.</summary>
    internal static Agreement Compare(DateOnly a, DateOnly b)
    {
        if (a == b)
            return Agreement.Equal;
        if (a.Year == b.Year && a.Month == b.Day && a.Day == b.Month)
            return Agreement.Close;

        var one = a.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var other = b.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var differing = Enumerable.Range(0, one.Length).Where(i => one[i] != other[i]).ToList();
        return differing switch
        {
            [_] => Agreement.Close,
            [var i, var j] when j == i + 1 && one[i] == other[j] && one[j] == other[i] => Agreement.Close,
            _ => Agreement.Different,
        };
    }
}
